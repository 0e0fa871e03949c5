export { type Console, processConsole } from './console/console.ts';
export { CommandFailure, EXIT, type ExitCode } from './exit-codes.ts';
export { createProgram, run } from './program.ts';
