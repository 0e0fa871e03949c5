import { createContext, useContext } from 'react';
import type { ActorRefFrom, SnapshotFrom } from 'xstate';
import type { flowMachine } from '../flow/machine.ts';
import type { FlowContext, HolderEvent } from '../flow/types.ts';

export type FlowActor = ActorRefFrom<typeof flowMachine>;
export type FlowSnapshot = SnapshotFrom<typeof flowMachine>;

/** What a screen needs of the flow. */
export interface Flow {
  /** `reserving.typing`: the state's name, on every screen as `data-step`. */
  readonly step: string;
  readonly context: FlowContext;
  readonly send: (event: HolderEvent) => void;
}

export const FlowReference = createContext<Flow | undefined>(undefined);

/** @throws Error outside of the app */
export function useFlow(): Flow {
  const flow = useContext(FlowReference);
  if (flow === undefined) throw new Error('useFlow needs the app above it');
  return flow;
}

/** `{reserving: 'typing'}` → `reserving.typing` */
export function stepOf(value: FlowSnapshot['value']): string {
  if (typeof value === 'string') return value;
  const [state, within] = Object.entries(value)[0] ?? ['', ''];
  return `${state}.${within}`;
}
