import { readFileSync } from 'node:fs';

const PARTS = ['tokens.css', 'base.css', 'components.css', 'pins.css', 'lists.css'];

/**
 * The stylesheet in one piece, for a server that inlines it (React apps import `@kaijo/ui/kaijo.css`).
 * Read from the sources, which stand beside the built files as well.
 */
export function kaijoCss(): string {
  return PARTS.map((name) => readFileSync(new URL(`../../src/styles/${name}`, import.meta.url), 'utf8')).join(
    '\n',
  );
}
