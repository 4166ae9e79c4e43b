import { Readable } from 'node:stream';
import type { ClusterCommand } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { ContainerProgram } from '../docker/DockerHost';
import { ADMIN_CONF } from '../lifecycle/ClusterInspector';

/** A command that may read a stream, or work with files. */
export interface NodeCommand extends Omit<ClusterCommand, 'input'> {
  readonly input?: string | Readable;
  /**
   * A tar archive, in the place of input and not for root: it is unpacked into a
   * folder that only this command can use, works in, and that is removed after it.
   */
  readonly files?: Uint8Array;
}

/** On a tmpfs in kind's nodes: nothing of it outlives a stop. */
const DIRECTORY = '/run/pyk8s-lab';
/** `nobody` of every Linux, and its group. */
const NOBODY = '65534';
const ROOT = '0:0';
/** The variable that tells a command's processes from all others. */
const MARKER = 'PYK8S_LAB_COMMAND';

/** Whoever waits for a command ends it first, and knows why. */
const LIMIT_GRACE_MS = 2_000;
const KILL_AFTER_SECONDS = 5;

/**
 * Ends every process whose environment has "$marker": asks them to end, and kills
 * what is left after a second. Looks again and again, since they may start others
 * meanwhile, in sessions of their own, too. Returns 1 when some do not go.
 */
const END_MARKED = `
end_marked() {
  round=0
  while pids=$(grep -lsxzF -- "${MARKER}=$marker" /proc/[0-9]*/environ | cut -d/ -f3)
        [ -n "$pids" ]; do
    if [ $round -eq 0 ]; then kill -s TERM $pids; fi
    if [ $round -ge 10 ]; then kill -s KILL $pids; fi
    if [ $round -ge 50 ]; then return 1; fi
    round=$((round + 1))
    sleep 0.1
  done 2>/dev/null
}`;

/**
 * Gives nobody a copy of the administrator's kubeconfig that nobody can read and
 * not change, since kubeadm's is for root alone. It looks each time: the copy goes
 * when the node stops, and the original changes when its certificates are renewed.
 */
const PREPARE_FOR_NOBODY = `
umask 022
if ! cmp -s ${ADMIN_CONF} ${DIRECTORY}/kubeconfig; then
  install -d -m 0711 ${DIRECTORY} || exit
  install -d -m 0700 -o ${NOBODY} -g ${NOBODY} ${DIRECTORY}/cache || exit
  install -m 0440 -o 0 -g ${NOBODY} ${ADMIN_CONF} ${DIRECTORY}/kubeconfig.$$ || exit
  mv -f ${DIRECTORY}/kubeconfig.$$ ${DIRECTORY}/kubeconfig || exit
fi`;

/** A folder of nobody's own, for the files of a command. */
const PREPARE_FOLDER = `
folder=${DIRECTORY}/files-$marker
install -d -m 0700 -o ${NOBODY} -g ${NOBODY} "$folder" || exit
cd "$folder" || exit`;

/** Unpacks the files, and works among them. */
const AMONG_FILES = `sh -c 'mkdir files && cd files && tar --extract --file=- --no-same-owner --no-same-permissions && exec "$@" </dev/null' sh "$@"`;

const REMOVE_FOLDER = `
cd /
rm -rf -- "$folder"`;

/**
 * No capability, and no way to get one: a node is a privileged container, and has
 * programs such as su that become root for whoever starts them.
 */
const AS_NOBODY = `setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all`;

/**
 * Runs "$@" and keeps watch over it, as root, in the container itself, so that it
 * ends though the portal has died: \`timeout\` ends its process group, and what it
 * has left in other sessions is ended by the marker after that.
 *
 * A process can leave both behind by clearing its environment and taking another
 * session. kubectl does not; where an administrator's allow list lets people run
 * what does, that process lives until the node stops.
 *
 * The shell's own words, such as "Killed", are not the command's. What the command
 * has not read of its input is read at last: Docker would break off otherwise, and
 * the end of the output with it.
 *
 * @param environment - NAME=value of constants, and of paths in the node
 * @param program - what runs, of constants
 * @param cleanUp - what is done when nothing of the command is left
 */
const supervise = (
  prepare: string,
  asUser: string,
  environment: readonly string[],
  program = '"$@"',
  cleanUp = '',
) => `
marker=$1
limit=$2
shift 2
${prepare}
${END_MARKED}
exec 3>&2 2>/dev/null
(
  exec 2>&3 3>&-
  exec env "${MARKER}=$marker" ${environment.join(' ')} ${asUser} \\
    timeout --preserve-status --kill-after=${KILL_AFTER_SECONDS} "$limit" ${program}
)
code=$?
end_marked${cleanUp}
timeout ${KILL_AFTER_SECONDS} cat >/dev/null
exit $code`;

// HOME is nowhere, so that kubectl finds there neither preferences nor plugins. What
// it learns of the API is kept, by users apart: asking anew takes each command longer.
const HOME = 'HOME=/nonexistent';

const OF_NOBODY = [
  HOME,
  `KUBECONFIG=${DIRECTORY}/kubeconfig`,
  `KUBECACHEDIR=${DIRECTORY}/cache`,
];
const RUN_AS_NOBODY = supervise(PREPARE_FOR_NOBODY, AS_NOBODY, OF_NOBODY);

const RUN_AMONG_FILES = supervise(
  `${PREPARE_FOR_NOBODY}${PREPARE_FOLDER}`,
  AS_NOBODY,
  OF_NOBODY,
  AMONG_FILES,
  REMOVE_FOLDER,
);

const RUN_AS_ROOT = supervise('', '', [
  HOME,
  `KUBECONFIG=${ADMIN_CONF}`,
  `KUBECACHEDIR=${DIRECTORY}-root/cache`,
]);

const END = `
marker=$1
${END_MARKED}
end_marked`;

/**
 * What runs a command in a control plane. A shell reads the script, which is a
 * constant; the command goes by it as it is.
 *
 * @param marker - of our own making, and nobody else's: what carries it is ended
 */
export function programFor(
  command: NodeCommand,
  marker: string,
): ContainerProgram {
  const limitSeconds = (command.timeoutMs + LIMIT_GRACE_MS) / 1_000;
  return {
    argv: [
      'sh',
      '-c',
      scriptFor(command),
      'sh',
      marker,
      limitSeconds.toFixed(3),
      ...command.argv,
    ],
    user: ROOT,
    input: command.files ? Readable.from([command.files]) : command.input,
  };
}

function scriptFor({ files, asRoot }: NodeCommand): string {
  if (files) {
    return RUN_AMONG_FILES;
  }
  return asRoot ? RUN_AS_ROOT : RUN_AS_NOBODY;
}

/** What ends a command. It ends with 0 when no process of it is left. */
export function programToEnd(marker: string): ContainerProgram {
  return { argv: ['sh', '-c', END, 'sh', marker], user: ROOT };
}

/** By when a command has ended though nobody is there to end it, in milliseconds. */
export function latestEndMs(command: NodeCommand): number {
  return command.timeoutMs + LIMIT_GRACE_MS + 1_000 * KILL_AFTER_SECONDS;
}
