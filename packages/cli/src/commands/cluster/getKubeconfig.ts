import type { Lab, LabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Option, type Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { isSafe, type Session } from '../../auth';
import { CliError, UsageError } from '../../errors';
import { write } from '../../io';
import {
  KubeconfigFiles,
  kubeconfigViaPortal,
  labKubeconfig,
} from '../../kubeconfig';
import { examples, type CommandContext } from '../CommandContext';
import { labCommand, openLab, type OneLabOptions } from './oneLab';

interface KubeconfigOptions extends OneLabOptions {
  merge?: boolean;
  kubeconfig?: string;
  keepCurrent?: boolean;
  file?: string;
  force?: boolean;
  viewer?: boolean;
  viaPortal?: boolean;
  certificateAuthority?: string;
}

export function addGetKubeconfig(
  cluster: Command,
  context: CommandContext,
): void {
  const command = labCommand(
    cluster,
    'get-kubeconfig',
    'Print a lab’s kubeconfig, or merge it into yours',
  )
    .addOption(
      new Option(
        '--merge',
        'merge it into $KUBECONFIG, or ~/.kube/config, and switch to its context',
      ).conflicts('file'),
    )
    .option('--kubeconfig <file>', 'with --merge: into this file instead')
    .option('--keep-current', 'with --merge: do not switch to its context')
    .option('--file <file>', 'write it to a file that only you can read')
    .option('--force', 'with --file: replace a file that has other clusters')
    .addOption(
      new Option('--viewer', 'read-only access, without secrets').conflicts(
        'viaPortal',
      ),
    )
    .option(
      '--via-portal',
      'access through the portal; the kubeconfig contains no secret',
    )
    .option(
      '--certificate-authority <file>',
      'with --via-portal: the CA certificate of the portal, unless it is public',
    )
    .action((name: string, options: KubeconfigOptions) =>
      getKubeconfig(context, name, options),
    );
  examples(
    command,
    'pyk8s cluster get-kubeconfig demo --merge && kubectl get nodes',
    'pyk8s cluster get-kubeconfig demo --via-portal --merge',
    'pyk8s cluster get-kubeconfig demo --file demo.yaml && KUBECONFIG=demo.yaml kubectl get pods -A',
  );
}

async function getKubeconfig(
  context: CommandContext,
  name: string,
  options: KubeconfigOptions,
): Promise<void> {
  const { io } = context;
  assertFits(options);
  const { session, labs, lab } = await openLab(context, name, options);
  if (lab.simulated) {
    io.stderr.write(
      `Warning: ${lab.name} is simulated, and not backed by a real cluster: kubectl reaches nothing.\n`,
    );
  }
  const kubeconfig = options.viaPortal
    ? await viaPortal(context, session, lab, options)
    : await direct(labs, lab, options);
  const user = await session.user();
  const mark = {
    lab: lab.id,
    name: lab.name,
    portal: session.url,
    ...(user !== undefined && { user }),
    ...(lab.expiresAt !== undefined && { expires: lab.expiresAt }),
  };
  if (options.merge) {
    const { file, context: merged } = await KubeconfigFiles.of(
      io.env,
      options.kubeconfig,
    ).merge(kubeconfig, mark, { switchTo: !options.keepCurrent });
    const result = options.keepCurrent
      ? `The context ${merged} is in ${file}`
      : `kubectl is switched to the context ${merged} (in ${file})`;
    const kubectl = [
      'kubectl',
      ...(options.kubeconfig ? ['--kubeconfig', options.kubeconfig] : []),
      ...(options.keepCurrent ? ['--context', merged] : []),
      'get nodes',
    ].join(' ');
    io.stderr.write(lab.simulated ? `${result}.\n` : `${result}: ${kubectl}\n`);
  } else if (options.file === undefined) {
    await write(io.stdout, kubeconfig);
  } else {
    await KubeconfigFiles.of(io.env, options.file).replace(kubeconfig, mark, {
      force: options.force ?? false,
    });
    io.stderr.write(`Written to ${options.file}, which only you can read.\n`);
  }
}

function assertFits(options: KubeconfigOptions): void {
  if (!options.merge && (options.kubeconfig ?? options.keepCurrent)) {
    throw new UsageError('--kubeconfig and --keep-current go with --merge.');
  }
  if (options.file === undefined && options.force) {
    throw new UsageError('--force goes with --file.');
  }
  if (!options.viaPortal && options.certificateAuthority !== undefined) {
    throw new UsageError('--certificate-authority goes with --via-portal.');
  }
}

async function direct(
  labs: LabApi,
  { id }: Lab,
  { viewer }: KubeconfigOptions,
): Promise<string> {
  return labKubeconfig(
    await labs.getKubeconfig(id, viewer ? { for: 'viewer' } : {}),
  );
}

async function viaPortal(
  { io }: CommandContext,
  session: Session,
  lab: Lab,
  { certificateAuthority: file }: KubeconfigOptions,
): Promise<string> {
  if (new URL(session.url).protocol !== 'https:') {
    // kubectl sends no credentials over an unencrypted connection.
    throw new CliError(
      `kubectl sends no credentials to ${
        session.url
      }, which is not https. ${whatInstead(session.url, lab)}`,
    );
  }
  return kubeconfigViaPortal({
    lab,
    url: session.url,
    instance: session.instance,
    io,
    certificateAuthority: file ? await readFile(file, 'utf8') : undefined,
  });
}

/** A portal that is safe without https runs on this machine, and so do its labs. */
function whatInstead(url: string, { name }: Lab): string {
  return isSafe(url)
    ? `Where the portal runs on this machine, take the lab’s own kubeconfig: pyk8s cluster get-kubeconfig ${name} --merge`
    : 'Use an https address of the portal (its operator puts TLS in front of it), or get the kubeconfig without --via-portal where the lab host can be reached.';
}
