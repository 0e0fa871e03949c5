import type { Command } from 'commander';
import type { Console } from '../console/console.ts';

/** Adds one command (with its subcommands) to the program. */
export type AddCommand = (program: Command, console: Console) => void;
