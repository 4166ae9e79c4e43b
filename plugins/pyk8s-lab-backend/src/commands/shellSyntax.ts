/** What a shell would make of a piece of a line, and what to do without one. */
export interface ShellSyntax {
  readonly text: string;
  /** Completes "would". */
  readonly would: string;
  readonly instead: string;
  /** How it is quoted where people mean it as it is. */
  readonly example?: string;
}

const ONE_BY_ONE = 'send the commands one by one';
const FROM_INPUT = 'send what the command is to read as its input';
const TO_ANSWER = 'leave it out, since what is printed is the answer';
const THE_VALUE = 'write the value itself';
const THE_NAMES = 'write the names themselves';
const THE_WORDS = 'write the words themselves';
const JSON_PATH = `-o jsonpath='{.items[*].metadata.name}'`;

/** What is refused outside of quotes; longer ones before those they begin with. */
export const SHELL_SYNTAX: readonly ShellSyntax[] = [
  { text: '&&', would: 'run another command next', instead: ONE_BY_ONE },
  { text: '||', would: 'run another command on failure', instead: ONE_BY_ONE },
  { text: ';', would: 'run another command next', instead: ONE_BY_ONE },
  {
    text: '\n',
    would: 'run another command next',
    instead: `${ONE_BY_ONE}, or end a line with a backslash to go on in the next`,
  },
  {
    text: '&',
    would: 'leave the command to itself',
    instead: 'leave it out, since commands run until they end',
  },
  {
    text: '|',
    would: 'send what is printed to another command',
    instead:
      'let the command choose what it prints, as "kubectl get" does with -l, --field-selector and -o jsonpath',
  },
  { text: '>', would: 'write to a file', instead: TO_ANSWER },
  { text: '<', would: 'read from a file', instead: FROM_INPUT },
  { text: '(', would: 'group commands', instead: ONE_BY_ONE },
  { text: ')', would: 'end a group of commands', instead: ONE_BY_ONE },
  {
    text: '*',
    would: 'be replaced by names of files',
    instead: THE_NAMES,
    example: JSON_PATH,
  },
  {
    text: '?',
    would: 'be replaced by names of files',
    instead: THE_NAMES,
    example: JSON_PATH,
  },
  {
    text: '[',
    would: 'be replaced by names of files',
    instead: THE_NAMES,
    example: JSON_PATH,
  },
];

/** What is refused in double quotes, too; longer ones first. */
export const SHELL_SUBSTITUTIONS: readonly ShellSyntax[] = [
  {
    text: '$(',
    would: 'be replaced by what another command prints',
    instead: THE_VALUE,
  },
  {
    text: '`',
    would: 'be replaced by what another command prints',
    instead: THE_VALUE,
  },
  {
    text: '$',
    would: 'be replaced by the value of a variable',
    instead: THE_VALUE,
  },
];

/** What is refused where a word begins. */
export const SHELL_COMMENT: ShellSyntax = {
  text: '#',
  would: 'make a comment of the rest',
  instead: 'leave the comment out',
};

/** What is refused where a word begins, and behind "=" and ":". */
export const SHELL_HOME: ShellSyntax = {
  text: '~',
  would: 'be replaced by a home folder',
  instead: 'write the path itself',
};

/** What is refused behind a brace in the same word. */
export const SHELL_BRACES: readonly ShellSyntax[] = [
  {
    text: ',',
    would: 'make several words of the one with the brace',
    instead: THE_WORDS,
    example: JSON_PATH,
  },
  {
    text: '..',
    would: 'make several words of the one with the brace',
    instead: THE_WORDS,
    example: JSON_PATH,
  },
];
