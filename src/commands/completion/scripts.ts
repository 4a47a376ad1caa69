import type { CompletedCommand, CompletedOption } from './words.js';

/** The shells that a script can be written for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/** Writes the script that a shell reads to complete our words. All words are our own: letters, digits and hyphens. */
export const SCRIPTS: Readonly<Record<Shell, (commands: readonly CompletedCommand[]) => string>> = { bash, zsh, fish };

const flag = ({ name }: CompletedOption): string => `--${name}`;

function bash(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const ofCommands = commands.map(
    ({ name, options, words }) => `    ${name}) words="${[...words, ...options.map(flag)].join(' ')}" ;;`,
  );
  const ofValues = commands.flatMap(({ name, options }) =>
    options.flatMap((option) =>
      option.takesValue ? [`    "${name} ${flag(option)}") words="${option.values.join(' ')}"; values=1 ;;`] : [],
    ),
  );
  return [
    '# Completion of orderbridge for bash: eval "$(orderbridge completion bash)"',
    '_orderbridge() {',
    '  local words="" values="" current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"',
    '  COMPREPLY=()',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    COMPREPLY=($(compgen -W "${names}" -- "$current"))`,
    '    return',
    '  fi',
    '  case "${COMP_WORDS[1]} $previous" in',
    ...ofValues,
    '  esac',
    '  [ -n "$values" ] || case "${COMP_WORDS[1]}" in',
    ...ofCommands,
    '  esac',
    '  [ -z "$words" ] || COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '}',
    'complete -o default -F _orderbridge orderbridge',
  ].join('\n');
}

/** Within single quotes of zsh and fish. */
const quoted = (text: string): string => text.replaceAll("'", "'\\''");

/** Colons and brackets part the fields of a zsh specification. */
const zshText = (text: string): string => quoted(text).replaceAll(/[[\]:]/g, (mark) => `\\${mark}`);

function zsh(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name, summary }) => `    '${name}:${quoted(summary)}'`);
  const cases = commands.map(({ name, options, words }) => {
    const specs = options.map((option) => `'${flag(option)}[${zshText(option.description)}]${zshValue(option)}'`);
    const positional = words.length === 0 ? [] : [`'1:word:(${words.join(' ')})'`];
    return `    ${name}) _arguments ${[...positional, ...specs].join(' ')} ;;`;
  });
  return [
    '#compdef orderbridge',
    '# Completion of orderbridge for zsh: eval "$(orderbridge completion zsh)"',
    '_orderbridge() {',
    '  local -a commands',
    '  commands=(',
    ...names,
    '  )',
    "  if (( CURRENT == 2 )); then _describe 'command' commands; return; fi",
    '  local name=$words[2]',
    '  shift words; (( CURRENT-- ))',
    '  case $name in',
    ...cases,
    '  esac',
    '}',
    'compdef _orderbridge orderbridge',
  ].join('\n');
}

function zshValue({ takesValue, values }: CompletedOption): string {
  if (!takesValue) return '';
  return values.length === 0 ? ':value:' : `:value:(${values.join(' ')})`;
}

function fish(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, summary, options, words }) => {
    const inCommand = `complete -c orderbridge -n '__fish_seen_subcommand_from ${name}'`;
    const ofWords = words.length === 0 ? [] : [`${inCommand} -f -a '${words.join(' ')}'`];
    const ofOptions = options.map((option) => {
      const value = option.values.length === 0 ? '' : ` -a '${option.values.join(' ')}'`;
      return `${inCommand} -l ${option.name}${option.takesValue ? ` -x${value}` : ''} -d '${fishText(option.description)}'`;
    });
    return [
      `complete -c orderbridge -f -n __fish_use_subcommand -a ${name} -d '${fishText(summary)}'`,
      ...ofWords,
      ...ofOptions,
    ];
  });
  return ['# Completion of orderbridge for fish: orderbridge completion fish | source', ...lines].join('\n');
}

const fishText = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
