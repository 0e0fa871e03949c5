import type { CardsNow } from '../../session/index.ts';
import type { ReaderNow } from './card-readers.ts';

/** What lies on the readers, taken together: one card, none, or too many. */
export function cardsOn(readers: readonly ReaderNow[]): CardsNow {
  if (readers.length === 0) return { kind: 'no-reader' };
  const [first, ...others] = readers.filter(({ card }) => card !== 'none');
  if (first === undefined) return { kind: 'none' };
  if (others.length > 0) return { kind: 'several' };
  const { name: reader, insertion, card } = first;
  return { kind: 'one', card: { reader, insertion }, mute: card === 'mute' };
}
