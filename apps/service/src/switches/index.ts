export { type StopSubjects, type StopSwitch, stopFor } from './rules.ts';
export { currentSwitches, removeSwitch, setSwitch, switchesQuery } from './storage.ts';
export { createSwitchTables, type SwitchTables } from './tables.ts';
