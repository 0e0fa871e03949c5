import { Timestamp } from '@kaijo/contract';
import { type Static, Type } from 'typebox';
import { KioskLanguage } from './language.ts';
import { Scene } from './scene.ts';
import { PrintState, Slip } from './slip.ts';

/**
 * What the screen shows now. The agent sends it whole at each change; the screen keeps no state of the session.
 * There is no PIN in it, no name and no number: it may be looked at by anyone.
 */
export const View = Type.Object({
  /** Counts the scenes. An event carries the step that it was made for, and is dropped when the session has moved on. */
  step: Type.Integer({ minimum: 0, maximum: 0xffff_ffff }),
  language: KioskLanguage,
  /** The service's time as the agent knows it (the kiosk's own clock decides nothing). */
  now: Timestamp,
  /** Name of the store, as it stands on the slip. */
  store: Type.Optional(Type.String()),
  scene: Scene,
  /** R32: *Are you still there?* over the scene; any touch removes it. Seconds until everything is forgotten. */
  stillThere: Type.Optional(Type.Object({ secondsLeft: Type.Integer({ minimum: 0 }) })),
  /** `done` and `fault` only, where there is something to take home. */
  slip: Type.Optional(Slip),
  print: PrintState,
});
export type View = Omit<Static<typeof View>, 'scene'> & { readonly scene: Scene };
