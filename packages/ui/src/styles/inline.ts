import { readFileSync } from 'node:fs';

const PARTS = ['tokens.css', 'base.css', 'components.css', 'pins.css', 'lists.css'] as const;
export type StylePart = (typeof PARTS)[number];

/**
 * The stylesheet in one piece, for a server that inlines it (React apps import `@kaijo/ui/kaijo.css`); or some parts of
 * it, always in their order. Read from the sources, which stand beside the built files as well.
 */
export function kaijoCss(parts: readonly StylePart[] = PARTS): string {
  return PARTS.filter((name) => parts.includes(name))
    .map((name) => readFileSync(new URL(`../../src/styles/${name}`, import.meta.url), 'utf8'))
    .join('\n');
}
