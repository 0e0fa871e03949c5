import type { Receipt, TargetPin } from '@kaijo/contract';
import type { KioskLanguage, NewPinComplaint, PrintState, WritingStep } from '../local-api/index.ts';
import type { FaultSeed } from './fault-seed.ts';
import { type EntryShown, NOTHING_ENTERED } from './pin-pad.ts';
import type { Standing } from './standing.ts';

/** What lies on the readers. */
export type CardsNow =
  | { readonly kind: 'no-reader' }
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly card: CardAt; readonly mute: boolean }
  | { readonly kind: 'several' };

/** One card on one reader, until it is taken away. */
export interface CardAt {
  readonly reader: string;
  readonly insertion: string;
}

/** What the service has found for the card. */
export interface Found {
  readonly targetPin: TargetPin;
  readonly reservedUntil: string;
  /** R17: once the card was authorised. */
  readonly finishBy: string;
  readonly resumed: boolean;
  /** Of the proving PIN; `undefined` where the card does not tell. */
  readonly triesLeft: number | undefined;
}

/** All that the machine knows. No PIN and no key is in it, and nothing that names the holder. */
export interface SessionContext {
  readonly language: KioskLanguage;
  readonly standing: Standing;
  readonly cards: CardsNow;
  /** What this session began with, or what lay on the readers when the last one ended. */
  readonly seen: CardsNow;
  /** Counts what the screen shows: see the local API. */
  readonly step: number;
  readonly found: Found | undefined;
  readonly triesLeft: number | undefined;
  /** The last proving PIN was wrong. */
  readonly wrong: boolean;
  readonly entry: EntryShown;
  readonly complaint: NewPinComplaint | undefined;
  readonly writing: WritingStep;
  readonly fault: FaultSeed | undefined;
  readonly receipt: Receipt | undefined;
  readonly late: boolean;
  readonly print: PrintState;
  /** R32: until everything is forgotten, while the screen asks. */
  readonly secondsLeft: number;
}

/** What a session begins with, whoever was here before: everything that is the holder's. */
export const NOTHING_OF_A_HOLDER = {
  language: 'ja',
  found: undefined,
  triesLeft: undefined,
  wrong: false,
  entry: NOTHING_ENTERED,
  complaint: undefined,
  writing: 'authorising',
  fault: undefined,
  receipt: undefined,
  late: false,
} as const satisfies Partial<SessionContext>;

/** The card that lies on a reader alone. */
export function loneCard(cards: CardsNow): CardAt | undefined {
  return cards.kind === 'one' ? cards.card : undefined;
}

export function isCardThere(cards: CardsNow): boolean {
  return cards.kind === 'one' || cards.kind === 'several';
}

/** Whether nothing was laid down or taken away between the two. */
export function sameCards(a: CardsNow, b: CardsNow): boolean {
  if (a.kind !== 'one' || b.kind !== 'one') return a.kind === b.kind;
  return a.card.reader === b.card.reader && a.card.insertion === b.card.insertion;
}
