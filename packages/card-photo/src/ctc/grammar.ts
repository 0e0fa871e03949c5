/**
 * What stands for one character of an expression: any of a string's; any `letter`; a `smudge`, a digit that cannot be
 * read; or a `gap`, anything of any length.
 */
export type Symbols = string | 'letter' | 'smudge' | 'gap';

export interface GrammarNode {
  readonly symbols: Symbols;
  /** Share of its likelihood that a way through this node keeps: below 1 where it is a last resort. */
  readonly weight: number;
  /** What has been read once this character is passed. */
  readonly tag?: string;
  /** The nodes that it may follow; none for a first character. */
  readonly before: readonly number[];
  /** The expression may end here. */
  readonly isEnd: boolean;
  /** The last character of what is looked for; what follows only tells what it is. */
  readonly isLast: boolean;
}

type Options = Partial<Pick<GrammarNode, 'weight' | 'isEnd' | 'isLast'>> & {
  readonly tag?: string | undefined;
};

/** The ways to write an expression: a graph of characters, built from its beginning to its end. */
export class Grammar {
  readonly nodes: GrammarNode[] = [];
  /** Nothing may stand behind the expression. */
  readonly endsLine: boolean;

  constructor({ endsLine = false }: { readonly endsLine?: boolean } = {}) {
    this.endsLine = endsLine;
  }

  /** @returns the new node, to be named by those that may follow it */
  add(
    symbols: Symbols,
    before: readonly number[],
    { tag, weight = 1, isEnd = false, isLast = false }: Options = {},
  ): number {
    this.nodes.push({ symbols, before, weight, isEnd, isLast, ...(tag === undefined ? {} : { tag }) });
    return this.nodes.length - 1;
  }
}
