/** What an error of PC/SC means for a session. The binding gives PC/SC's errors as sentences, without their codes. */
export type PcscMeaning = 'gone' | 'in-use' | 'defective';

const IN_USE = 'Sharing violation';
/** The card is there and does not answer as cards do. */
const DEFECTIVE: ReadonlySet<string> = new Set([
  'Card is unresponsive',
  'Card is not supported',
  'Protocol mismatch',
  'Invalid ATR',
  'Insufficient buffer',
  'PCI struct too small',
]);

/** Whatever is not known means that the card cannot be spoken to any more: whether it did the last command is unknown. */
export function meaningOf(error: unknown): PcscMeaning {
  const message = error instanceof Error ? error.message : '';
  if (message === IN_USE) return 'in-use';
  return DEFECTIVE.has(message) ? 'defective' : 'gone';
}
