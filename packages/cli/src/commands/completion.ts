import { Argument } from 'commander';
import { completionScript, SHELLS, type Shell } from '../console/completion.ts';
import type { AddCommand } from './command.ts';

export const addCompletion: AddCommand = (program, console) => {
  program
    .command('completion')
    .description('print a script that completes commands and options in your shell')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .addHelpText(
      'after',
      '\nExamples:\n  $ source <(kaijo completion bash)\n  $ kaijo completion fish > ~/.config/fish/completions/kaijo.fish',
    )
    .action((shell: Shell) => console.out(completionScript(program, shell).trimEnd()));
};
