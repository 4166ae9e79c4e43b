import {
  followJob,
  type Lab,
  type LabApi,
  type LabApplyOptions,
  type LabJob,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { packManifests } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common/manifests';
import type { Command } from 'commander';
import { buffer } from 'node:stream/consumers';
import {
  CliError,
  InterruptedError,
  UsageError,
  isPassing,
} from '../../errors';
import { untilInterrupted, type Io } from '../../io';
import { plain, taskProgress } from '../../output';
import { examples, labsOf, type CommandContext } from '../CommandContext';
import { readDurationText } from '../options';
import { labCommand, openLab, type OneLabOptions } from './oneLab';

interface ApplyOptions extends OneLabOptions {
  filename?: string[];
  kustomize?: string;
  recursive?: boolean;
  serverSide?: boolean;
  forceConflicts?: boolean;
  namespace?: string;
  wait: boolean;
  timeout?: string;
}

export function addApply(cluster: Command, context: CommandContext): void {
  const command = labCommand(
    cluster,
    'apply',
    'Apply manifests to a lab, and wait until they are rolled out',
  )
    .option(
      '-f, --filename <path>',
      'a file, or a folder of them; - for stdin; can be repeated',
      (path: string, before: string[] = []) => [...before, path],
    )
    .option('-k, --kustomize <folder>', 'a folder with a kustomization')
    .option('-R, --recursive', 'read folders recursively')
    .option('--server-side', 'use server-side apply')
    .option('--force-conflicts', 'overwrite fields of other managers')
    .option(
      '-n, --namespace <namespace>',
      'for objects without a namespace; created if it does not exist',
    )
    .option('--no-wait', 'do not wait for the rollout')
    .option(
      '--timeout <time>',
      'the limit for applying and waiting (default: 5m)',
      readDurationText,
    )
    .action((name: string, options: ApplyOptions) =>
      apply(context, name, options),
    );
  examples(
    command,
    'pyk8s cluster apply demo -f deploy/',
    'pyk8s cluster apply demo -k deploy/overlays/preview --namespace preview',
    'helm template . | pyk8s cluster apply demo --server-side -f -',
  );
}

async function apply(
  context: CommandContext,
  name: string,
  options: ApplyOptions,
): Promise<void> {
  const { io } = context;
  const { filename: files = [], kustomize, forceConflicts } = options;
  if (files.length > 0 === (kustomize !== undefined)) {
    throw new UsageError(
      `Say what to apply, either with -f or with -k: pyk8s cluster apply ${name} -f manifests/`,
    );
  }
  if (forceConflicts && !options.serverSide) {
    throw new UsageError('--force-conflicts needs --server-side.');
  }
  const packed = await pack(options, io);
  const { session, labs, lab } = await openLab(context, name, options);
  const job = await applyAndWait(
    labs,
    lab,
    packed.archive,
    {
      paths: packed.paths,
      kustomize: kustomize !== undefined,
      recursive: options.recursive,
      serverSide: options.serverSide,
      forceConflicts,
      namespace: options.namespace,
      wait: options.wait,
      timeout: options.timeout,
    },
    io,
    id => labsOf(session, session.fetchToEnd).cancelJob(id),
  );
  const { objects = [], warnings = [] } = (job.result ?? {}) as {
    objects?: { kind: string; namespace?: string; name: string }[];
    warnings?: string[];
  };
  for (const warning of warnings) {
    io.stderr.write(`Warning: ${plain(warning)}\n`);
  }
  for (const { kind, namespace, name: object } of objects) {
    io.stdout.write(
      `${plain(
        `${kind} ${namespace ? `${namespace}/` : ''}${object}`,
      )} applied${lab.simulated ? ' (simulated)' : ''}\n`,
    );
  }
}

async function pack(
  { filename: files = [], kustomize, recursive }: ApplyOptions,
  { stdin, signal }: Io,
) {
  if (files.filter(file => file === '-').length > 1) {
    throw new UsageError('Standard input can be read once.');
  }
  const isRead = files.includes('-');
  if (isRead && stdin.isTTY) {
    throw new UsageError(
      'There is nothing on standard input: pyk8s cluster apply demo -f - < manifest.yaml',
    );
  }
  try {
    return await packManifests(kustomize === undefined ? files : [kustomize], {
      kustomize: kustomize !== undefined,
      recursive,
      signal,
      stdin: isRead ? await untilInterrupted(buffer(stdin), signal) : undefined,
    });
  } catch (error) {
    throw isInputError(error) ? new UsageError(error.message) : error;
  }
}

async function applyAndWait(
  labs: Pick<LabApi, 'applyToLab' | 'getJob' | 'streamLabs'>,
  { id, name }: Pick<Lab, 'id' | 'name'>,
  archive: Blob,
  options: LabApplyOptions,
  io: Io,
  cancelJob: LabApi['cancelJob'],
): Promise<LabJob> {
  const { signal } = io;
  const progress = taskProgress(io);
  let job: LabJob | undefined;
  try {
    progress.show(`Applying to ${plain(name)}`);
    job = await labs.applyToLab(id, archive, { ...options, signal });
    for await (const seen of followJob(labs, job, { signal, isPassing })) {
      job = seen;
      if (seen.status === 'RUNNING') {
        progress.show(plain(seen.message || seen.title));
      }
    }
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
    if (job) {
      await cancelJob(job.id).catch(() => undefined);
    }
    throw new InterruptedError(
      'Applying has stopped. What was applied before stays in the lab.',
    );
  } finally {
    progress.stop();
  }
  if (job?.status !== 'SUCCEEDED') {
    throw new CliError(plain(job?.message || 'The portal did not say why.'));
  }
  return job;
}

function isInputError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'InputError';
}
