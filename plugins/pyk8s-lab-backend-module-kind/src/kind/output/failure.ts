import { redact } from './redaction';

/** The kinds of failures of `kind create cluster`. */
export type KindFailure =
  | 'port-taken'
  | 'docker-unreachable'
  | 'docker-command-missing'
  | 'image-not-pulled'
  | 'other';

const FAILURES: readonly (readonly [RegExp, KindFailure])[] = [
  [/exec: "docker": executable file not found/, 'docker-command-missing'],
  [
    /Cannot connect to the Docker daemon|error during connect|permission denied while trying to connect to the Docker/i,
    'docker-unreachable',
  ],
  [/failed to pull image/, 'image-not-pulled'],
  [
    /port is already allocated|address already in use|ports are not available/i,
    'port-taken',
  ],
];

/** Classifies a failure by kind's output. */
export function classifyFailure(output: string): KindFailure {
  return FAILURES.find(([pattern]) => pattern.test(output))?.[1] ?? 'other';
}

const HEADLINE = 'ERROR: ';
const COMMAND = /command "((?:[^"\\]|\\.)*)" failed with error: (.*)$/;

/** Lines about progress, not about the failure. */
const NOISE: readonly RegExp[] = [
  /^\s*$/,
  /^[IW]\d{4} /,
  /^\[[\w-]+\] /,
  /^[0-9a-f]{64}$/,
  /^\{.*\}$/,
  /^Run 'docker/,
  // A line that introduces a list of possible causes or commands, and the list.
  /:$/,
  /^\s+- /,
];
const TELLING =
  /\berror\b|\bfail|invalid|unable|unknown|cannot|can't|couldn't|denied|refused|not found|no such|no space|timed out|already|unauthorized|manifest/i;

const MOST_DETAILS = 2;
const MOST_CHARACTERS = 1_000;

/**
 * The message of a failed kind for users: its error without the command lines, and the
 * error of the tool that it called. Without secrets.
 *
 * @param output - the whole output of kind
 */
export function explainFailure(output: string): string {
  const lines = redact(output).split('\n');
  const at = lines.findIndex(line => line.startsWith(HEADLINE));
  if (at < 0) {
    const last = telling(lines);
    return last.length > 0
      ? shorten(last.join(' '))
      : 'kind ended without a message.';
  }
  const headline = lines[at]
    .slice(HEADLINE.length)
    .replace(/^failed to (?:create|delete) cluster: /, '')
    .replace(
      COMMAND,
      (_, command: string, error: string) =>
        `"${nameOf(command)}" failed (${error})`,
    );
  const details = telling(lines.slice(at + 1));
  return shorten([headline, ...details].join(': '));
}

/** The image that kind could not pull. */
export function imageNotPulled(output: string): string | undefined {
  return /failed to pull image "([^"]+)"/.exec(output)?.[1];
}

function telling(lines: string[]): string[] {
  const trace = lines.findIndex(line => line.startsWith('Stack Trace:'));
  const candidates = lines
    .slice(0, trace < 0 ? undefined : trace)
    .map(line => line.replace(/^Command Output: /, ''))
    .filter(line => !NOISE.some(pattern => pattern.test(line)))
    .map(line => line.trim());
  const errors = candidates.filter(line => TELLING.test(line));
  return (errors.length > 0 ? errors : candidates).slice(-MOST_DETAILS);
}

/** Shortens `docker exec … <node> kubeadm init …` to `kubeadm init`. */
function nameOf(command: string): string {
  const words = command.split(' ');
  const inside = words.indexOf('kubeadm');
  return words.slice(Math.max(inside, 0)).slice(0, 2).join(' ');
}

function shorten(text: string): string {
  return text.length <= MOST_CHARACTERS
    ? text
    : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}
