import { InputError } from '@backstage/errors';

/**
 * Flags that have kubectl run another program: the credential plugin of a kubeconfig,
 * which may be a file that `kubectl cp` has written, and Helm of kustomize.
 */
const RUNS_PROGRAM = /^--(?:kubeconfig|kuberc|helm[-_]command)(?:=|$)/;

const NEEDS_PORT =
  'needs a port that your machine can reach: run it there, with the kubeconfig of this lab';

/** Subcommands that would only wait until they time out. */
const WAITS: ReadonlyMap<string, string> = new Map([
  [
    'edit',
    'needs a terminal and an editor: print the object with "kubectl get … -o yaml", and send what you changed as input of "kubectl apply -f -", or use "kubectl patch"',
  ],
  ['port-forward', NEEDS_PORT],
  ['proxy', NEEDS_PORT],
]);

/** Subcommands with a terminal of their own, and the flags that ask for it. */
const HAS_TERMINAL = new Set(['attach', 'debug', 'exec', 'run']);
const TERMINAL = /^(?:-i?ti?|--tty(?:=true)?)$/;

/**
 * Refuses what would run a program beside kubectl, and what people try that can do
 * nothing here but wait for a terminal or a port. For everything else the errors of
 * kubectl itself serve: it runs as a user who can read and write next to nothing on
 * the node, reads an empty input unless it is given one, and ends when it times out.
 *
 * @param argv - the program, and its arguments
 * @throws InputError saying why, and what to do instead
 */
export function assertKubectl(argv: readonly string[]): void {
  // Behind "--", too: a flag before it may take it as its value.
  const flag = argv.find(arg => RUNS_PROGRAM.test(arg));
  if (flag) {
    throw new InputError(
      `"${flag.replace(
        /=.*/s,
        '',
      )}" could run another program than kubectl, and commands run here with the portal's own access to this lab: leave it out, or run the command on your machine.`,
    );
  }
  const end = argv.indexOf('--');
  const args = argv.slice(1, end < 0 ? argv.length : end);
  const subcommand = args.find(
    (arg, index) =>
      !arg.startsWith('-') && !/^(?:-n|--namespace)$/.test(args[index - 1]),
  );
  const why = subcommand && WAITS.get(subcommand);
  if (why) {
    throw new InputError(`"kubectl ${subcommand}" ${why}.`);
  }
  const terminal =
    subcommand && HAS_TERMINAL.has(subcommand)
      ? args.find(arg => TERMINAL.test(arg))
      : undefined;
  if (terminal) {
    throw new InputError(
      `"${terminal}" needs a terminal, and there is none: leave it out; "kubectl exec POD -- PROGRAM" works without, and "kubectl run … --attach" shows what a pod prints.`,
    );
  }
}
