/** How bad a line of a log says that something is. */
export type LogLevel = 'error' | 'warning';

/** Programs say it at the beginning, if at all. */
const LOOKED_AT = 400;

// klog writes E1121 12:03:04.567890; its line may follow a journal's prefix.
const KLOG = /(?:^|[\s:])([IEWF])\d{4} \d\d:\d\d:\d\d\./;

// Where capitals alone tell a level from a word.
const LOUD_ERROR = /\b(?:ERROR|FATAL|PANIC|CRITICAL)\b/;
const MARKED_ERROR =
  /\blevel="?(?:error|fatal|panic)\b|"(?:level|severity)":\s*"(?:error|fatal|panic|critical)"|^\s*(?:error|fatal|panic):/i;

const KLOG_LEVELS: Record<string, LogLevel | undefined> = {
  F: 'error',
  E: 'error',
  W: 'warning',
};

const LOUD_WARNING = /\bWARN(?:ING)?\b/;
const MARKED_WARNING =
  /\blevel="?warn(?:ing)?\b|"(?:level|severity)":\s*"warn(?:ing)?"|^\s*warning:/i;

/**
 * The level of a line, by how the programs of a cluster write it; undefined when
 * it is neither an error nor a warning, or does not say.
 */
export function levelOf(line: string): LogLevel | undefined {
  const start = line.length > LOOKED_AT ? line.slice(0, LOOKED_AT) : line;
  const klog = KLOG.exec(start);
  if (klog) {
    return KLOG_LEVELS[klog[1]];
  }
  if (MARKED_ERROR.test(start) || LOUD_ERROR.test(start)) {
    return 'error';
  }
  return MARKED_WARNING.test(start) || LOUD_WARNING.test(start)
    ? 'warning'
    : undefined;
}
