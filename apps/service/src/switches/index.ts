export { type StopSubjects, type StopSwitch, type SwitchScope, stopFor } from './rules.ts';
