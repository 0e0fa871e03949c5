import type { Command } from 'commander';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** One place of the command line where something can be completed: the words so far, and what may follow. */
interface Place {
  readonly path: readonly string[];
  readonly words: readonly string[];
}

/**
 * A script that completes commands, options and their choices in `shell`. It is made from the commands themselves, so it
 * cannot fall behind them.
 */
export function completionScript(program: Command, shell: Shell): string {
  const places = placesOf(program, []);
  switch (shell) {
    case 'bash':
      return bashScript(places);
    case 'zsh':
      return `autoload -U +X bashcompinit && bashcompinit\n${bashScript(places)}`;
    case 'fish':
      return fishScript(places);
  }
}

function placesOf(command: Command, path: readonly string[]): Place[] {
  const children = command.commands.filter((child) => child.name() !== 'help');
  const options = command.options.flatMap((option) => (option.long ? [option.long] : []));
  const choices = command.registeredArguments.flatMap((argument) => argument.argChoices ?? []);
  const here: Place = {
    path,
    words: [...children.map((child) => child.name()), ...choices, ...options, '--help'],
  };
  const ofOptions = command.options
    .filter((option) => option.argChoices !== undefined && option.long !== undefined)
    .map((option) => ({ path: [...path, option.long as string], words: option.argChoices ?? [] }));
  return [here, ...ofOptions, ...children.flatMap((child) => placesOf(child, [...path, child.name()]))];
}

/** Looks the words so far up: command path, then the option before the cursor if it has choices. */
function bashScript(places: readonly Place[]): string {
  const cases = places.map(({ path, words }) => `    '${path.join(' ')}') words='${words.join(' ')}' ;;`);
  return `_kaijo() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" path='' word words=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) case "|${commandPaths(places)}|" in *"|\${path:+$path }$word|"*) path="\${path:+$path }$word" ;; esac ;; esac
  done
  case "$previous" in --*) _kaijo_words "\${path:+$path }$previous" ;; esac
  [ -n "$words" ] || _kaijo_words "$path"
  case "$current" in -*|'') ;; *) [ -n "$words" ] || compopt -o default ;; esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
_kaijo_words() {
  case "$1" in
${cases.join('\n')}
  esac
}
complete -o default -F _kaijo kaijo
`;
}

function commandPaths(places: readonly Place[]): string {
  return places
    .map(({ path }) => path.join(' '))
    .filter((path) => path !== '' && !path.includes('--'))
    .join('|');
}

function fishScript(places: readonly Place[]): string {
  const lines = places
    .filter(({ path }) => !path.some((word) => word.startsWith('--')))
    .map(({ path, words }) => {
      const seen =
        path.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ') || '__fish_use_subcommand';
      const commands = words.filter((word) => !word.startsWith('--')).join(' ');
      const options = words.filter((word) => word.startsWith('--')).map((word) => `-l ${word.slice(2)}`);
      return [
        ...(commands ? [`complete -c kaijo -f -n '${seen}' -a '${commands}'`] : []),
        ...options.map((option) => `complete -c kaijo -n '${seen}' ${option}`),
      ].join('\n');
    });
  return `${lines.join('\n')}\n`;
}
