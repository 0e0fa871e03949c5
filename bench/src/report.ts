import { cpus } from 'node:os';

/** One figure of a bench. `goal`: what was asked for, in words; `met`: whether the figure keeps it. */
export interface Figure {
  readonly what: string;
  readonly value: string;
  readonly goal?: string;
  readonly met?: boolean;
}

export interface Report {
  readonly title: string;
  readonly figures: readonly Figure[];
  /** How it was measured, and what the figures do not say. */
  readonly notes?: readonly string[];
}

export type Bench = () => Promise<Report>;

export function machine(): string {
  const [cpu] = cpus();
  return `${cpu?.model.trim() ?? 'unknown CPU'}, ${cpus().length} cores, Node ${process.version}, ${process.platform}`;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

/** The value that `share` of them do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Median, and in brackets the smallest and the largest. */
export function spread(values: readonly number[], unit: string, digits = 0): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return `${median(values).toFixed(digits)} ${unit} (${low.toFixed(digits)} … ${high.toFixed(digits)})`;
}

export function atMost(what: string, value: number, limit: number, unit = '', digits = 0): Figure {
  const shown = (number: number): string => `${number.toFixed(digits)}${unit && ` ${unit}`}`;
  return { what, value: shown(value), goal: `at most ${shown(limit)}`, met: value <= limit };
}

export function printReport({ title, figures, notes = [] }: Report): string {
  const lines = figures.map(({ what, value, goal, met }) => {
    const judged = goal === undefined ? '' : `  (${goal}: ${met ? 'met' : 'NOT met'})`;
    return `  ${what}: ${value}${judged}`;
  });
  return [title, ...lines, ...notes.map((note) => `  ${note}`)].join('\n');
}

export function markdownReport({ title, figures, notes = [] }: Report): string {
  const rows = figures.map(
    ({ what, value, goal, met }) =>
      `| ${what} | ${value} | ${goal ?? ''} | ${goal ? (met ? 'met' : 'not met') : ''} |`,
  );
  return [
    `## ${title}`,
    '',
    '| what | measured | goal | |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    ...notes,
    '',
  ].join('\n');
}
