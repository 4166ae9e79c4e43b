import type {
  ExecRequest,
  Lab,
  LabExecFrame,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { aResponseError } from '../src/__testUtils__/errors';

const PODS = [
  'NAMESPACE            NAME                                READY   STATUS    RESTARTS   AGE',
  'kube-system          coredns-674b8bbfcf-9k2xl            1/1     Running   0          61s',
  'kube-system          etcd-control-plane                  1/1     Running   0          68s',
  'kube-system          kindnet-7m4tz                       1/1     Running   0          61s',
  'kube-system          kube-apiserver-control-plane        1/1     Running   0          68s',
  'local-path-storage   local-path-provisioner-7dc846544d   1/1     Running   0          61s',
];

// About as fast as a cluster reports something new.
const WATCH_MS = 1_000;

const out = (text: string): LabExecFrame => ({
  type: 'output',
  stream: 'stdout',
  text,
});
const err = (text: string): LabExecFrame => ({
  type: 'output',
  stream: 'stderr',
  text,
});

const wait = (ms: number, signal: AbortSignal | undefined) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new Error('The caller has left.'));
    });
  });

/** What a command would print in a lab, with the end of each kind. */
export async function* runCommand(
  lab: Lab,
  { command = '', input }: ExecRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<LabExecFrame> {
  await assertRunnable(lab, command);
  const startedAt = Date.now();
  const exit = (exitCode: number, truncated = false): LabExecFrame => ({
    type: 'exit',
    exitCode,
    durationMs: Date.now() - startedAt,
    truncated,
    timedOut: false,
  });
  await wait(200, signal);
  if (/ get pods\b.* -w/.test(command)) {
    yield out(`${PODS.join('\n')}\n`);
    for (let index = 1; ; index++) {
      await wait(WATCH_MS, signal);
      yield out(`${PODS[1 + (index % (PODS.length - 1))]}\n`);
    }
  }
  if (/ get pods\b/.test(command)) {
    yield out(`${PODS.join('\n')}\n`);
    yield exit(0);
  } else if (/ get nodes\b/.test(command)) {
    yield out(
      `NAME            STATUS   ROLES           AGE   VERSION\ncontrol-plane   \u001b[32mReady\u001b[0m    control-plane   75s   ${lab.serverVersion}\n`,
    );
    yield exit(0);
  } else if (/ logs\b/.test(command)) {
    // More than anybody reads, as fast as it comes.
    for (let line = 0; line < 10_000; line++) {
      yield out(`[INFO] 10.244.0.${line % 255} answered query ${line}\n`);
    }
    yield exit(0, true);
  } else if (/ apply\b/.test(command) && input?.trim()) {
    yield out('configmap/hello created\n');
    yield err('Warning: this lab is only in the memory of a browser\n');
    yield exit(0);
  } else {
    yield err(
      `error: the server doesn't have a resource type "${command
        .split(' ')
        .pop()}"\n`,
    );
    yield exit(1);
  }
}

async function assertRunnable(lab: Lab, command: string): Promise<void> {
  if (lab.status !== 'RUNNING') {
    throw await aResponseError(
      409,
      'ConflictError',
      `Commands run in a lab while it is RUNNING; the lab "${lab.name}" is ${lab.status}.`,
    );
  }
  if (/[|;&<>$`]/.test(command)) {
    throw await aResponseError(
      400,
      'InputError',
      'No shell runs the command, so it can have no pipes, redirections or variables.',
    );
  }
  const [program] = command.split(' ');
  if (program !== 'kubectl') {
    throw await aResponseError(
      400,
      'InputError',
      `"${program}" may not be run in labs; kubectl may.`,
    );
  }
}
