/** Subcommands of kubectl that can be typed without `kubectl`. */
const KUBECTL_SUBCOMMANDS: ReadonlySet<string> = new Set([
  ...['annotate', 'api-resources', 'api-versions', 'apply', 'attach', 'auth'],
  ...['autoscale', 'certificate', 'cluster-info', 'completion', 'config'],
  ...['cordon', 'cp', 'create', 'debug', 'delete', 'describe', 'diff', 'drain'],
  ...['edit', 'events', 'exec', 'explain', 'expose', 'get', 'kustomize'],
  ...['label', 'logs', 'patch', 'port-forward', 'proxy', 'replace', 'rollout'],
  ...['run', 'scale', 'set', 'taint', 'top', 'uncordon', 'version', 'wait'],
]);

/**
 * The words that the first word of a command stands for: `kubectl` for `k`, and
 * `kubectl get` for `get`. An allowed program always stands for itself.
 *
 * @param word - the first word of a command
 * @param programs - the allowed programs
 * @public
 */
export function expandProgram(
  word: string,
  programs: readonly string[],
): readonly string[] {
  if (programs.includes(word) || !programs.includes('kubectl')) {
    return [word];
  }
  if (word === 'k') {
    return ['kubectl'];
  }
  return KUBECTL_SUBCOMMANDS.has(word) ? ['kubectl', word] : [word];
}

/**
 * The full form of a command, such as `kubectl get pods` for `k get pods`.
 *
 * @param command - as typed
 * @param programs - the allowed programs
 * @public
 */
export function expandCommand(
  command: string,
  programs: readonly string[],
): string {
  const typed = command.trim();
  const end = typed.search(/\s/);
  const word = end < 0 ? typed : typed.slice(0, end);
  return [
    ...expandProgram(word, programs),
    ...(end < 0 ? [] : [typed.slice(end).trimStart()]),
  ].join(' ');
}
