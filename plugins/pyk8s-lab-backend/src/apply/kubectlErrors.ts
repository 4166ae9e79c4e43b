import { clusterWords } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

const MAX_ERRORS = 10;
const MAX_ERROR = 600;
/** A longer value says less than what is wrong with it. */
const MAX_VALUE = 80;
/** As many are looked at, and as much of each: its beginning and its end. */
const MAX_LOOKED_AT = 200;
const MAX_LINE = 2_000;

/** Lines that start an error; the following lines belong to it. */
const BEGINS =
  /^(?:Error from server|error:|The |resource mapping not found|Unable to connect|Apply failed)/;
/** What kubectl's libraries log, and how they log an error that ends it. */
const LOGGED = /^[EIWF]\d{4} /;
const ENDING = /^E\d{4} .{0,100}\] "command failed" err="/;
/** Of a patch that is refused, kubectl prints all, secrets included. */
const PATCH = 'error when applying patch:';
const AFTER_PATCH = /^for: "[^"]{0,4000}": /;

const REMOTE = /no 'git' program on path|proxyconnect tcp/;

/** What goes away by itself while an API server, a webhook or a controller starts. */
const PASSING: readonly RegExp[] = [
  /failed calling webhook .*(?:no endpoints available|connection refused|deadline exceeded|i\/o timeout|no route to host|EOF|not found)/,
  /no endpoints available for service/,
  /serviceaccount "[^"]*" not found/,
  /status unknown for quota/,
  /because it is being terminated/,
  /the object has been modified/,
  /the server is currently unable to handle the request/,
  /the server was unable to return a response|\(ServiceUnavailable\)|\(TooManyRequests\)|\(Timeout\)|\(ServerTimeout\)/,
  /was refused - did you specify the right host|Unable to connect to the server|connection refused|connection reset|TLS handshake timeout|unexpected EOF|etcdserver:/,
];
/** What another object of the same files brings, if any does. */
const SOON: readonly RegExp[] = [
  /namespaces "[^"]*" not found/,
  /no matches for kind/,
];

const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /duplicate entries for key/,
    'Server-side apply takes no duplicates: remove them, or apply client-side.',
  ],
  [
    /metadata\.annotations: Too long/,
    'Client-side apply keeps a copy of each object in an annotation: choose server-side apply.',
  ],
  [
    /no matches for kind/,
    'Apply its CustomResourceDefinition too, or correct its apiVersion.',
  ],
  [
    /Apply failed with/,
    'Force conflicts to take over these fields, or leave them to their manager.',
  ],
];

/** What kubectl says of manifests that it did not apply. */
export interface KubectlErrors {
  /** For people: reasons first, without long values, and of bounded length. */
  readonly message: string;
  /** `long`: worth repeating in the step's time; `soon`: for some seconds. */
  readonly passes: 'long' | 'soon' | 'never';
}

/** @param stderr - of kubectl, which says what its cluster says */
export function readErrors(stderr: string): KubectlErrors {
  const found = errorsIn(stderr);
  const errors = found.map(explain);
  const shown = errors.slice(0, MAX_ERRORS);
  const more = errors.length - shown.length;
  const hints = HINTS.flatMap(([pattern, hint]) =>
    found.some(error => pattern.test(error)) ? hint : [],
  );
  return {
    message: [
      [...new Set(shown)].join('; '),
      ...(more > 0 ? [`and ${more} more errors`] : []),
      ...hints,
    ]
      .filter(Boolean)
      .map(part => (/[.!?]$/.test(part) ? part : `${part}.`))
      .join(' '),
    passes: passesOf(found),
  };
}

/** kubectl's warnings, and those of the cluster. */
export function readWarnings(stderr: string): string[] {
  const warnings = linesOf(stderr).flatMap(line =>
    line.startsWith('Warning: ')
      ? clusterWords(line.slice('Warning: '.length), MAX_ERROR / 2)
      : [],
  );
  return [...new Set(warnings)].slice(0, 2 * MAX_ERRORS);
}

function passesOf(errors: readonly string[]): KubectlErrors['passes'] {
  const isIn = (patterns: readonly RegExp[], error: string) =>
    patterns.some(pattern => pattern.test(error));
  const isPassing = (error: string) =>
    !REMOTE.test(error) && isIn([...PASSING, ...SOON], error);
  if (!errors.every(isPassing)) {
    return 'never';
  }
  return errors.some(error => isIn(SOON, error)) ? 'soon' : 'long';
}

/** Each error on one line. */
function errorsIn(stderr: string): string[] {
  const errors: string[] = [];
  let isPatch = false;
  for (const printed of linesOf(stderr)) {
    const line = withoutLogging(printed);
    if (errors.length === MAX_LOOKED_AT) {
      break;
    }
    if (line.startsWith('Warning: ') || LOGGED.test(line)) {
      continue;
    }
    if (isPatch) {
      if (AFTER_PATCH.test(line)) {
        errors.push(line.replace(AFTER_PATCH, ''));
        isPatch = false;
      }
    } else if (line.endsWith(PATCH)) {
      isPatch = true;
    } else if (BEGINS.test(line) || errors.length === 0) {
      errors.push(line);
    } else {
      const last = errors.length - 1;
      if (errors[last].length < 2 * MAX_ERROR) {
        errors[last] = `${errors[last]} ${line.trim()}`;
      }
    }
  }
  return errors.length > 0 ? errors : ['kubectl gave no reason'];
}

function withoutLogging(line: string): string {
  return ENDING.test(line)
    ? line.replace(ENDING, 'error: ').replace(/"$/, '').replaceAll('\\"', '"')
    : line;
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map(line => shortened(line).trimEnd())
    .filter(line => line !== '');
}

/**
 * A line without a long value, so that what is wrong with it comes at once:
 * `spec.template: field is immutable`.
 */
function shortened(line: string): string {
  const mark = ': Invalid value: ';
  const at = line.indexOf(mark);
  const value = line.slice(at + mark.length);
  if (at >= 0 && value.length > MAX_VALUE) {
    const end = ['}: ', ']: ', '": ', ': ']
      .map(found => ({ found, at: value.lastIndexOf(found) }))
      .find(found => found.at >= 0);
    if (end && end.at > MAX_VALUE) {
      return bounded(
        `${line.slice(0, at)}: ${value.slice(end.at + end.found.length)}`,
      );
    }
  }
  return bounded(line);
}

function bounded(line: string): string {
  return line.length > 2 * MAX_LINE
    ? `${line.slice(0, MAX_LINE)}…${line.slice(-MAX_LINE)}`
    : line;
}

function explain(error: string): string {
  if (REMOTE.test(error)) {
    const [, what] = /resources from '([^']{1,200})'/.exec(error) ?? [];
    return `The kustomization needs something remote (${clusterWords(
      what ?? 'a base',
    )}), and only files that were sent are used: download it into them first`;
  }
  return clusterWords(error.replace(/^error: /, ''), MAX_ERROR);
}
