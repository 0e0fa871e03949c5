import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { kaijoCss } from './inline.ts';

const published = readFileSync(
  createRequire(import.meta.url).resolve('@digital-go-jp/design-tokens/dist/tokens.css'),
  'utf8',
);
const declarations = (css: string) =>
  new Map([...css.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]));

const css = kaijoCss();
const theme = (selector: string) => declarations(css.slice(css.indexOf(selector)).split('}')[0] ?? '');
const light = theme(':root {');

describe('the stylesheet', () => {
  it('holds the Digital Agency’s tokens with their published values', () => {
    const wanted = declarations(published);
    const used = [...light].filter(([name]) => !name?.startsWith('--k-'));
    expect(used.length).toBeGreaterThan(20);
    for (const [name, value] of used)
      expect([name, wanted.get(name)?.replaceAll("'", '"')]).toEqual([name, value]);
  });

  it('uses no token that it does not define', () => {
    const defined = new Set(declarations(css).keys());
    const used = [...css.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name as string);
    expect(used.filter((name) => !defined.has(name))).toEqual([]);
  });

  it('gives who asks the system for dark what the dark theme gives', () => {
    const asked = theme('(prefers-color-scheme: dark) {\n  :root');
    expect(asked).toEqual(theme(':root[data-theme="dark"] {'));
  });

  it.each([
    ['light', light],
    ['dark', new Map([...light, ...theme(':root[data-theme="dark"] {')])],
    ['high contrast', new Map([...light, ...theme(':root[data-theme="contrast"] {')])],
  ])('reaches 7:1 for every text in %s', (_name, roles) => {
    const ratio = (text: string, ground: string) => contrast(colour(roles, text), colour(roles, ground));
    for (const [text, ground] of PAIRS)
      expect([text, ground, ratio(text, ground) >= 7]).toEqual([text, ground, true]);
    expect(ratio('--k-line-control', '--k-ground')).toBeGreaterThanOrEqual(3);
  });
});

const PAIRS: readonly (readonly [string, string])[] = [
  ...['--k-text', '--k-text-quiet'].flatMap((text) =>
    ['', '-raised'].map((ground) => [text, `--k-ground${ground}`] as const),
  ),
  ...['success', 'error', 'warning'].flatMap((kind) => [
    ['--k-text', `--k-${kind}-ground`] as const,
    [`--k-${kind}`, '--k-ground'] as const,
    ['--k-on-action', `--k-${kind}`] as const,
  ]),
  ...['--k-action', '--k-action-hover', '--k-action-pressed'].map((one) => ['--k-on-action', one] as const),
  ['--k-action', '--k-ground'],
  ['--k-action', '--k-action-ground'],
  ['--k-action-hover', '--k-action-ground'],
  ['--k-text', '--k-action-ground'],
];

function colour(roles: ReadonlyMap<string | undefined, string | undefined>, name: string): string {
  const value = roles.get(name) ?? '';
  const reference = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
  return reference === undefined ? value : colour(roles, reference);
}

/** WCAG 2.2, 1.4.3: contrast ratio and relative luminance of `#rrggbb`. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
