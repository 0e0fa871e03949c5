import type { Grammar } from './grammar.ts';

const ANY = '?';

/**
 * Adds texts of digits as a tree in which equal beginnings are one. Beside each stands itself with one digit that cannot be
 * read: what is only a little likelier than that comes out as little more than half likely, however few other texts there are.
 * @param tagOf names what has been read; `undefined` for a text with an unreadable digit
 * @returns the last digits
 */
export function addTexts(
  grammar: Grammar,
  texts: readonly string[],
  before: readonly number[],
  tagOf: (text: string | undefined) => string,
): number[] {
  const nodes = new Map<string, number>();
  const behind = (prefix: string): readonly number[] => {
    if (prefix === '') return before;
    const node = nodes.get(prefix) ?? addCharacter(grammar, prefix, behind(prefix.slice(0, -1)));
    nodes.set(prefix, node);
    return [node];
  };
  const unreadable = new Set(
    texts.flatMap((text) => [...text].map((_, i) => text.slice(0, i) + ANY + text.slice(i + 1))),
  );
  return [
    ...texts.map((text) => addCharacter(grammar, text, behind(text.slice(0, -1)), tagOf(text))),
    ...[...unreadable].map((text) =>
      addCharacter(grammar, text, behind(text.slice(0, -1)), tagOf(undefined)),
    ),
  ];
}

function addCharacter(grammar: Grammar, text: string, before: readonly number[], tag?: string): number {
  const character = text.slice(-1);
  return character === ANY ? grammar.add('smudge', before, { tag }) : grammar.add(character, before, { tag });
}

/** Whole numbers as they are written, those of one digit also behind a nought. */
export function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => String(from + i)).flatMap((text) =>
    text.length === 1 ? [text, `0${text}`] : [text],
  );
}
