import type { Sentence, SwitchScope } from '@kaijo/contract';

/** An operator's stop switch: while it exists, its subject is stopped (R42). */
export interface StopSwitch {
  readonly id: string;
  readonly scope: SwitchScope;
  /** The generation's name, or the id of the chain, store or kiosk; compared character by character. */
  readonly subject: string;
  readonly sentence: Sentence;
}

/** Whom a switch could stop here; what does not take part in the step (the phone has no store) is left out. */
export interface StopSubjects {
  readonly generation?: string;
  readonly chain?: string;
  readonly store?: string;
  readonly kiosk?: string;
}

/** From what stops most to what stops least: the holder hears the reason that no other kiosk would change. */
const SCOPES = [
  ['card-generation', 'generation'],
  ['chain', 'chain'],
  ['store', 'store'],
  ['kiosk', 'kiosk'],
] as const satisfies readonly (readonly [SwitchScope, keyof StopSubjects])[];

/** R42: the switch that stops this step, if any does. */
export function stopFor(subjects: StopSubjects, switches: readonly StopSwitch[]): StopSwitch | undefined {
  for (const [scope, subject] of SCOPES) {
    const name = subjects[subject];
    const stop = switches.find((one) => one.scope === scope && one.subject === name);
    if (stop !== undefined) return stop;
  }
  return undefined;
}
