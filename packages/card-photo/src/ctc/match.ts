import type { Grammar, GrammarNode, Symbols } from './grammar.ts';
import type { LineSteps } from './line-steps.ts';

export interface Match {
  /** How likely the line holds the expression, against what a greedy reader makes of it: about 1 where both are the same. */
  readonly evidence: number;
  /** Of each tag, how likely the expression has it, given that the line holds the expression. */
  readonly tags: ReadonlyMap<string, number>;
  /** From its first to its last character, 0 to 1 of the line's width. */
  readonly from: number;
  readonly to: number;
}

/**
 * Looks for an expression anywhere in a line: forward-backward over all the ways to write it, in the topology of
 * connectionist temporal classification (A. Graves et al., ICML 2006, 4.1): a character lasts one step or several, blanks
 * may stand between two characters and must between equal ones. Before and behind the expression anything may stand. Every
 * way counts with its likelihood, so that a digit which is unclear by itself is judged by all that stands around it.
 */
export function match(grammar: Grammar, steps: LineSteps): Match | undefined {
  const ways = waysOf(grammar, steps);
  const { entering, evidence } = forward(ways);
  if (!(evidence > 0)) return undefined;
  const after = backward(ways);
  const { size, count } = ways;
  const tags = new Map<string, number>();
  const starts = new Float64Array(count);
  const lasts = new Float64Array(count);
  grammar.nodes.forEach(({ before, tag, isLast }, n) => {
    let passed = 0;
    for (let t = 0; t < count; t++) {
      const share = ((entering[t * size + n] as number) * (after[t * size + n] as number)) / evidence;
      passed += share;
      if (before.length === 0) starts[t] = (starts[t] as number) + share;
      if (isLast) lasts[t] = (lasts[t] as number) + share;
    }
    if (tag !== undefined) tags.set(tag, (tags.get(tag) ?? 0) + passed);
  });
  return { evidence, tags, from: (likeliest(starts) + 0.5) / count, to: (likeliest(lasts) + 0.5) / count };
}

/** The grammar laid over a line. */
interface Ways {
  readonly size: number;
  readonly count: number;
  readonly nodes: readonly GrammarNode[];
  readonly edges: Edges;
  /** Likelihood of each node's character at each step; [node][step]. */
  readonly emissions: readonly Float32Array[];
  readonly blank: Float32Array;
  readonly endsLine: boolean;
}

/** Which node may follow which: those before node n are `before[first[n]]` to `before[first[n + 1] - 1]`. */
interface Edges {
  readonly first: Int32Array;
  readonly before: Int32Array;
  /** 1 where both are the same character, which needs a blank between. */
  readonly areEqual: Uint8Array;
}

/** Laid out once: every line of a card is matched against the same few grammars. */
const edgesOf = new WeakMap<Grammar, Edges>();

function layOut({ nodes }: Grammar): Edges {
  const before = nodes.flatMap((node) => node.before);
  const first = new Int32Array(nodes.length + 1);
  nodes.forEach((node, n) => {
    first[n + 1] = (first[n] as number) + node.before.length;
  });
  const areEqual = nodes.flatMap((node) =>
    node.before.map((one) => (nodes[one]?.symbols === node.symbols && node.symbols !== 'gap' ? 1 : 0)),
  );
  return { first, before: Int32Array.from(before), areEqual: Uint8Array.from(areEqual) };
}

const isGap = ({ symbols }: GrammarNode): boolean => symbols === 'gap';

function waysOf(grammar: Grammar, steps: LineSteps): Ways {
  const { nodes, endsLine } = grammar;
  const edges = edgesOf.get(grammar) ?? layOut(grammar);
  edgesOf.set(grammar, edges);
  const bySymbols = new Map<string, Float32Array>();
  const emissions = nodes.map(({ symbols }) => {
    const known = bySymbols.get(symbols) ?? emissionOf(symbols, steps);
    bySymbols.set(symbols, known);
    return known;
  });
  return { size: nodes.length, count: steps.count, nodes, edges, emissions, blank: steps.blank, endsLine };
}

function emissionOf(symbols: Symbols, steps: LineSteps): Float32Array {
  if (symbols === 'gap') return new Float32Array(steps.count).fill(1);
  if (symbols === 'smudge' || symbols === 'letter') return steps[symbols];
  const shares = [...symbols].flatMap((character) => steps.of(character) ?? []);
  return Float32Array.from(steps.blank, (_, t) => Math.max(0, ...shares.map((one) => one[t] as number)));
}

/** `entering`: the likelihood of all ways that come to this node at this step; [step][node]. */
function forward({ size, count, nodes, edges, emissions, blank, endsLine }: Ways): {
  readonly entering: Float64Array;
  readonly evidence: number;
} {
  const { first, before, areEqual } = edges;
  const entering = new Float64Array(size * count);
  let onCharacter = new Float64Array(size);
  let onBlank = new Float64Array(size);
  let nextCharacter = new Float64Array(size);
  let nextBlank = new Float64Array(size);
  let evidence = 0;
  for (let t = 0; t < count; t++) {
    const isEnd = !endsLine || t === count - 1;
    const nothing = blank[t] as number;
    for (let n = 0; n < size; n++) {
      const node = nodes[n] as GrammarNode;
      const emission = (emissions[n] as Float32Array)[t] as number;
      const [from, to] = [first[n] as number, first[n + 1] as number];
      let come = from === to ? 1 : 0;
      for (let k = from; k < to; k++) {
        const one = before[k] as number;
        come += onBlank[one] as number;
        if (areEqual[k] === 0) come += onCharacter[one] as number;
      }
      come *= emission * node.weight;
      entering[t * size + n] = come;
      nextCharacter[n] = come + (onCharacter[n] as number) * emission;
      nextBlank[n] = isGap(node) ? 0 : ((onBlank[n] as number) + (onCharacter[n] as number)) * nothing;
      if (node.isEnd && isEnd)
        evidence += (nextCharacter[n] as number) + (endsLine ? (nextBlank[n] as number) : 0);
    }
    [onCharacter, nextCharacter] = [nextCharacter, onCharacter];
    [onBlank, nextBlank] = [nextBlank, onBlank];
  }
  return { entering, evidence };
}

/** The likelihood of all ways from this node at this step to the end; [step][node]. */
function backward({ size, count, nodes, edges, emissions, blank, endsLine }: Ways): Float64Array {
  const { first, before, areEqual } = edges;
  const after = new Float64Array(size * count);
  let fromBlank = new Float64Array(size);
  let nextBlank = new Float64Array(size);
  for (let t = count - 1; t >= 0; t--) {
    nextBlank.fill(0);
    const at = t * size;
    if (!endsLine || t === count - 1)
      for (let n = 0; n < size; n++)
        if (nodes[n]?.isEnd) {
          after[at + n] = 1;
          if (endsLine) nextBlank[n] = 1;
        }
    if (t < count - 1) {
      const nothing = blank[t + 1] as number;
      for (let n = 0; n < size; n++) {
        const node = nodes[n] as GrammarNode;
        const going = ((emissions[n] as Float32Array)[t + 1] as number) * (after[at + size + n] as number);
        after[at + n] = (after[at + n] as number) + going;
        if (!isGap(node)) {
          const waiting = (fromBlank[n] as number) * nothing;
          after[at + n] = (after[at + n] as number) + waiting;
          nextBlank[n] = (nextBlank[n] as number) + waiting;
        }
        const onward = going * node.weight;
        if (onward === 0) continue;
        for (let k = first[n] as number; k < (first[n + 1] as number); k++) {
          const one = before[k] as number;
          nextBlank[one] = (nextBlank[one] as number) + onward;
          if (areEqual[k] === 0) after[at + one] = (after[at + one] as number) + onward;
        }
      }
    }
    [fromBlank, nextBlank] = [nextBlank, fromBlank];
  }
  return after;
}

function likeliest(shares: Float64Array): number {
  return shares.indexOf(Math.max(...shares));
}
