import { Readable } from 'node:stream';
import type { ClusterCommand } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { ContainerProgram } from '../docker/DockerHost';
import { ADMIN_CONF } from '../lifecycle/ClusterInspector';

/** A command that may read a stream, or work with files. */
export interface NodeCommand extends Omit<ClusterCommand, 'input'> {
  readonly input?: string | Readable;
  /**
   * A tar archive instead of input, not allowed for root. It is unpacked into a private
   * folder, which is the working directory of the command and removed after it.
   */
  readonly files?: Uint8Array;
}

/** On a tmpfs in kind's nodes: it does not outlive a stop. */
const DIRECTORY = '/run/pyk8s-lab';
/** `nobody` on Linux, and its group. */
const NOBODY = '65534';
const ROOT = '0:0';
/** The variable that identifies a command's processes. */
const MARKER = 'PYK8S_LAB_COMMAND';

/** The caller's own timeout ends a command first, with a reason. */
const LIMIT_GRACE_MS = 2_000;
const KILL_AFTER_SECONDS = 5;

/**
 * Ends every process whose environment has "$marker": terminates them, and kills the
 * rest after a second. It repeats the search, since they may start others meanwhile,
 * also in sessions of their own. Returns 1 when some do not end.
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
 * Copies the administrator's kubeconfig, which only root can read, to a file that the
 * user "nobody" can read but not change. It checks each time: the copy is lost when
 * the node stops, and the original changes when its certificates are renewed.
 */
const PREPARE_FOR_NOBODY = `
umask 022
if ! cmp -s ${ADMIN_CONF} ${DIRECTORY}/kubeconfig; then
  install -d -m 0711 ${DIRECTORY} || exit
  install -d -m 0700 -o ${NOBODY} -g ${NOBODY} ${DIRECTORY}/cache || exit
  install -m 0440 -o 0 -g ${NOBODY} ${ADMIN_CONF} ${DIRECTORY}/kubeconfig.$$ || exit
  mv -f ${DIRECTORY}/kubeconfig.$$ ${DIRECTORY}/kubeconfig || exit
fi`;

/** Creates a folder of the user "nobody" for the files of a command. */
const PREPARE_FOLDER = `
folder=${DIRECTORY}/files-$marker
install -d -m 0700 -o ${NOBODY} -g ${NOBODY} "$folder" || exit
cd "$folder" || exit`;

/** Unpacks the files, and changes to their folder. */
const AMONG_FILES = `sh -c 'mkdir files && cd files && tar --extract --file=- --no-same-owner --no-same-permissions && exec "$@" </dev/null' sh "$@"`;

const REMOVE_FOLDER = `
cd /
rm -rf -- "$folder"`;

/**
 * Drops all capabilities for good: a node is a privileged container with setuid
 * programs such as su.
 */
const AS_NOBODY = `setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all`;

/**
 * Runs "$@" and supervises it, as root, in the container itself, so that it ends even
 * if the portal has died: \`timeout\` ends its process group; processes that it left
 * in other sessions are then found by the marker and ended.
 *
 * A process escapes both by clearing its environment and starting a new session.
 * kubectl does not; a program of an administrator's allow list that does runs until
 * the node stops.
 *
 * Messages of the shell, such as "Killed", are not part of the output. Unread input
 * is drained at the end: otherwise Docker would close the connection, and the end of
 * the output would be lost.
 *
 * @param environment - NAME=value of constants, and of paths in the node
 * @param program - the script to run, of constants
 * @param cleanUp - the script to run when the command has no more processes
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

// HOME does not exist, so that kubectl finds neither preferences nor plugins. Its
// discovery cache is kept for each user: without it every command takes longer.
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
 * The arguments that run a command in a control plane. The shell script is a
 * constant; the command is passed as arguments.
 *
 * @param marker - unique: processes that carry it are ended
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

/** The arguments that end a command. The exit code is 0 when no process is left. */
export function programToEnd(marker: string): ContainerProgram {
  return { argv: ['sh', '-c', END, 'sh', marker], user: ROOT };
}

/** The time after which a command ends without the portal, in milliseconds. */
export function latestEndMs(command: NodeCommand): number {
  return command.timeoutMs + LIMIT_GRACE_MS + 1_000 * KILL_AFTER_SECONDS;
}
