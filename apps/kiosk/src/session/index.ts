export { pathOf } from './path-of.ts';
export { sceneOf } from './scene-of.ts';
export type { CardAt, CardsNow, SessionContext } from './session-context.ts';
export type { SessionEvent } from './session-events.ts';
export { sessionMachine } from './session-machine.ts';
export {
  type CardConnection,
  type SessionClock,
  type SessionDesk,
  SessionRunner,
  type SessionSnapshot,
} from './session-runner.ts';
export { type Standing, standingOf } from './standing.ts';
