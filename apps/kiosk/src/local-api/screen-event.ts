import { type Static, Type } from 'typebox';
import { KioskLanguage } from './language.ts';

const Step = Type.Integer({ minimum: 0, maximum: 0xffff_ffff });
const plain = <K extends string>(kind: K) =>
  Type.Object({ kind: Type.Literal(kind), step: Step }, { additionalProperties: false });

/**
 * What the holder does, besides typing: keys of a PIN pad come as binary messages (see `encodeKey`) and are in no JSON
 * text. `step` is the view's; events of an earlier step are dropped.
 */
export const ScreenEvent = Type.Union([
  /** Any step; nothing of the session is lost. */
  Type.Object({ kind: Type.Literal('language'), language: KioskLanguage }, { additionalProperties: false }),
  /** Somebody is there (R32): sent for any touch or key, at most once a second. */
  Type.Object({ kind: Type.Literal('touch') }, { additionalProperties: false }),
  /** `start`: begin. */
  plain('start'),
  /** `found`, `proving-pin`, `new-pin`: go on. */
  plain('confirm'),
  /** `proving-pin`, `new-pin`: the last character. */
  plain('erase'),
  /** `proving-pin`, `new-pin`: all characters. */
  plain('clear'),
  /** `new-pin` again: back to the first entry. */
  plain('back'),
  /** Ends the session (before `writing`), or leaves `done` and `fault`. */
  plain('cancel'),
  /** `done`, `fault`: the slip. */
  plain('print'),
]);
export type ScreenEvent = Static<typeof ScreenEvent>;
export type ScreenEventKind = ScreenEvent['kind'];
