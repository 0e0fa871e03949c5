export { type Agent, type AgentLog, type AgentOptions, startAgent } from './agent/agent.ts';
export { ReaderList } from './agent/card-readers/card-readers.ts';
export {
  type CardReaders,
  type Connected,
  openPcscReaders,
  PcscMissing,
  type ReaderNow,
} from './agent/card-readers/index.ts';
export { fileOutbox, kioskFolder, readIdentity, writeIdentity } from './agent/folder/index.ts';
export { KioskConnection, timed } from './agent/service/index.ts';
export * from './local-api/index.ts';
export { type SessionClock, sessionMachine } from './session/index.ts';
