import type { Receipt } from '@kaijo/contract';
import type { KioskLanguage, PrintState, WritingStep } from '../local-api/index.ts';
import type { EntryShown } from './pin-pad.ts';
import type { CardsNow } from './session-context.ts';
import type { Standing } from './standing.ts';

/** What happens to a session. Keys of a pad are not among it: see `PinPad`. */
export type SessionEvent =
  // The holder.
  | { readonly type: 'START' | 'CONFIRM' | 'BACK' | 'CANCEL' | 'PRINT' | 'TOUCH' }
  | { readonly type: 'LANGUAGE'; readonly language: KioskLanguage }
  /** A key was pressed, erased or cleared; what may be shown of it. */
  | { readonly type: 'TYPED'; readonly entry: EntryShown }
  // The machine around it.
  | { readonly type: 'CARDS'; readonly cards: CardsNow }
  | { readonly type: 'STANDING'; readonly standing: Standing }
  | { readonly type: 'WRITING'; readonly step: WritingStep }
  | { readonly type: 'PRINTED'; readonly print: PrintState }
  /** The service has answered a proof of an earlier moment. */
  | { readonly type: 'DELIVERED'; readonly session: string; readonly receipt: Receipt }
  /** The browser is gone. */
  | { readonly type: 'SCREEN_LOST' }
  // R32, raised by the machine itself.
  | { readonly type: 'WATCH' | 'REST' | 'FORGET' };
