/**
 * What is known of the target PIN while the kiosk writes, in R33's states. `between` names the two states that a
 * command whose answer was lost leaves open.
 */
export type TargetPinState =
  /** As this attempt has found it. */
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'between';
      readonly states: readonly ['unchanged', 'initialised'] | readonly ['initialised', 'set'];
    }
  /** Unlocked, no value yet: the same reservation goes on (R17). */
  | { readonly kind: 'initialised' }
  /** The value that the holder typed twice, not proven yet. */
  | { readonly kind: 'set' };

export const UNCHANGED: TargetPinState = { kind: 'unchanged' };
export const UNCHANGED_OR_INITIALISED: TargetPinState = {
  kind: 'between',
  states: ['unchanged', 'initialised'],
};
export const INITIALISED: TargetPinState = { kind: 'initialised' };
export const INITIALISED_OR_SET: TargetPinState = { kind: 'between', states: ['initialised', 'set'] };
export const SET: TargetPinState = { kind: 'set' };
