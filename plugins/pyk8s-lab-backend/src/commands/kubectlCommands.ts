import { InputError } from '@backstage/errors';

/** What kubectl is to do. */
export interface KubectlCommand {
  /** Unset where kubectl only shows its help. */
  readonly name?: string;
  /** The subcommand's own subcommand, such as `deployment` of `create`. */
  readonly nested?: string;
}

/** The subcommands that are run, with their own subcommands. */
const ALLOWED: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    annotate: [],
    'api-resources': [],
    'api-versions': [],
    apply: ['edit-last-applied', 'set-last-applied', 'view-last-applied'],
    auth: ['can-i', 'reconcile', 'whoami'],
    autoscale: [],
    certificate: ['approve', 'deny'],
    'cluster-info': ['dump'],
    cordon: [],
    create: [
      ...['clusterrole', 'clusterrolebinding', 'cm', 'configmap', 'cronjob'],
      ...['cj', 'deployment', 'deploy', 'ingress', 'ing', 'job', 'namespace'],
      ...['ns', 'poddisruptionbudget', 'pdb', 'priorityclass', 'pc', 'quota'],
      ...['resourcequota', 'role', 'rolebinding', 'secret', 'service', 'svc'],
      ...['serviceaccount', 'sa', 'token'],
    ],
    debug: [],
    delete: [],
    describe: [],
    diff: [],
    drain: [],
    events: [],
    exec: [],
    explain: [],
    expose: [],
    get: [],
    help: [],
    label: [],
    logs: [],
    options: [],
    patch: [],
    replace: [],
    rollout: ['history', 'pause', 'restart', 'resume', 'status', 'undo'],
    run: [],
    scale: [],
    set: [
      ...['env', 'image', 'resources', 'selector', 'serviceaccount', 'sa'],
      'subject',
    ],
    taint: [],
    top: ['node', 'nodes', 'no', 'pod', 'pods', 'po'],
    uncordon: [],
    version: [],
    wait: [],
  }),
);

const NO_EDITOR =
  'needs a terminal and an editor: print it with "kubectl get … -o yaml", and send what you changed as input of "kubectl apply -f -", or use "kubectl patch"';
const NO_PORT =
  'needs a port that your machine can reach: run it there, with the kubeconfig of this lab';

/** The subcommands that are refused; completes a sentence that they begin. */
const REFUSED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    alpha: 'holds what kubectl is only trying out: run it on your machine',
    attach:
      'needs a terminal: read what a pod prints with "kubectl logs", or run another program in it with "kubectl exec POD -- PROGRAM"',
    completion: 'is for a shell, and no shell runs here',
    config:
      'shows and changes how kubectl reaches its cluster, which is not yours to change here: the kubeconfig of this lab can be downloaded in the portal',
    cp: 'copies to files and from files, and none here are yours: print a file with "kubectl exec POD -- cat FILE", or run it on your machine',
    edit: NO_EDITOR,
    kustomize:
      'reads a folder, and none here is yours: run it on your machine, and send what it prints as input of "kubectl apply -f -"',
    plugin: 'is about plugins, and none run here',
    'port-forward': NO_PORT,
    proxy: NO_PORT,
  }),
);

/** The flags that may come before a subcommand, and whether they take a value. */
const LEADING: ReadonlyMap<string, boolean> = new Map(
  Object.entries({
    '--as': true,
    '--as-group': true,
    '--as-uid': true,
    '--disable-compression': false,
    '--match-server-version': false,
    '--namespace': true,
    '--request-timeout': true,
    '--v': true,
    '--warnings-as-errors': false,
    '-n': true,
    '-v': true,
  }),
);

/**
 * Finds the subcommand among the arguments of kubectl.
 *
 * @throws InputError when it is not allowed, or not for certain what kubectl takes
 *   for its subcommand
 */
export function readKubectlCommand(args: readonly string[]): KubectlCommand {
  // Before a subcommand, kubectl takes what follows such a flag for its value.
  if (args.every(arg => arg === '--help' || arg === '-h')) {
    return {};
  }
  const at = skipLeadingFlags(args);
  const name = args[at];
  if (name === undefined) {
    return {};
  }
  if (name.startsWith('-')) {
    throw new InputError(
      `Begin with the subcommand of kubectl, and put "${flagOf(
        name,
      )}" behind it.`,
    );
  }
  const reason = REFUSED.get(name);
  if (reason) {
    throw new InputError(`"kubectl ${name}" ${reason}.`);
  }
  const nestedNames = ALLOWED.get(name);
  if (!nestedNames) {
    throw new InputError(
      `"kubectl ${name}" is not run here: it is not a known subcommand of kubectl, and plugins are not run. "kubectl help" lists the subcommands.`,
    );
  }
  return { name, nested: readNested(name, nestedNames, args.slice(at + 1)) };
}

function readNested(
  name: string,
  nestedNames: readonly string[],
  args: readonly string[],
): string | undefined {
  if (nestedNames.length === 0) {
    return undefined;
  }
  const nested = args[skipLeadingFlags(args)];
  if (nested !== undefined && nestedNames.includes(nested)) {
    if (nested === 'edit-last-applied') {
      throw new InputError(`"kubectl ${name} ${nested}" ${NO_EDITOR}.`);
    }
    return nested;
  }
  // Whether kubectl finds one further on depends on which flags take values, and
  // on empty arguments, which it looks over.
  const end = args.indexOf('--');
  const later = args
    .slice(0, end < 0 ? args.length : end)
    .find(arg => nestedNames.includes(arg));
  if (later) {
    throw new InputError(
      `Write "${later}" right behind "kubectl ${name}", and the flags behind it.`,
    );
  }
  // A plugin may be called like what is missing.
  if (name === 'create' && nested !== undefined && !nested.startsWith('-')) {
    throw new InputError(
      `"kubectl create ${nested}" is not run here: there is no such subcommand. Send a manifest as input of "kubectl create -f -".`,
    );
  }
  return undefined;
}

/** The index of the first argument that is neither such a flag nor its value. */
function skipLeadingFlags(args: readonly string[]): number {
  let at = 0;
  while (at < args.length) {
    const arg = args[at];
    const takesValue = LEADING.get(flagOf(arg));
    if (takesValue === undefined) {
      return at;
    }
    at += takesValue && flagOf(arg) === arg ? 2 : 1;
  }
  return at;
}

/** The flag of an argument, without a value that is glued to it. */
function flagOf(arg: string): string {
  return arg.startsWith('--')
    ? arg.replace(/=.*/s, '').replaceAll('_', '-')
    : // No more of it: the rest may be a secret, and is quoted in a refusal.
      arg.replace(/^(-[^-]).*/s, '$1');
}
