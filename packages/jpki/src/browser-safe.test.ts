import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ISO7816 = new URL('../../iso7816/src/index.ts', import.meta.url);
/** A whole import or export statement that is still there when the types are gone. */
const STATEMENT = /^(?:import|export)(?! type)[\w\s*{},]*?from '([^']+)';|^import '([^']+)';/gm;

/** Every module that `entry` loads, with what it imports; of packages only this repository's are followed. */
function modulesOf(entry: URL, seen = new Map<string, string[]>()): Map<string, string[]> {
  if (seen.has(entry.href)) return seen;
  const imports = [...readFileSync(entry, 'utf8').matchAll(STATEMENT)].map(
    ([, from, alone]) => from ?? alone ?? '',
  );
  seen.set(entry.href, imports);
  for (const name of imports) {
    if (name.startsWith('.')) modulesOf(new URL(name, entry), seen);
    if (name === '@kaijo/iso7816') modulesOf(ISO7816, seen);
  }
  return seen;
}

describe('what runs in the phone and on the kiosk’s screen', () => {
  it.each(['certificate.ts', 'card-face.ts'])('%s loads nothing of Node, and no library', (entry) => {
    const modules = modulesOf(new URL(`./${entry}`, import.meta.url));
    const imports = [...modules.values()].flat();
    expect(imports.filter((name) => !name.startsWith('.') && name !== '@kaijo/iso7816')).toEqual([]);
    expect(imports).toContain('@kaijo/iso7816');
    const own = [...modules.keys()].filter((module) => module.includes('/jpki/'));
    for (const module of own)
      expect(readFileSync(new URL(module), 'utf8')).not.toMatch(/\bBuffer\b|\bprocess\./);
  });

  it('the walk sees what it looks for', () => {
    const modules = modulesOf(new URL('./trust/verify-certificate-path.ts', import.meta.url));
    expect([...modules.values()].flat()).toContain('node:crypto');
  });
});
