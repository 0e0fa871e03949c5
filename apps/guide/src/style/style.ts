import { readFileSync } from 'node:fs';
import { kaijoCss } from '@kaijo/ui/styles';

/** The whole style sheet of the guide, small enough to stand in each page. Read from the sources, beside the built files. */
export function guideStyle(): string {
  const own = readFileSync(new URL('../../src/style/guide.css', import.meta.url), 'utf8');
  return withoutWaste(`${kaijoCss(['tokens.css', 'base.css'])}\n${own}`);
}

/** Comments, indents and line breaks: nothing in these files depends on them. */
function withoutWaste(css: string): string {
  return css
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([{};,>]) ?/g, '$1')
    .replaceAll(/: /g, ':')
    .trim();
}
