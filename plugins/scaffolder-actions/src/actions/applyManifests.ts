import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  followJob,
  type LabApi,
  type LabJob,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  hasKustomization,
  packManifests,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common/manifests';
import { explainFailure, isPassing } from '../labs/explainFailure';
import { labIdInput, readLabId, timeoutInput } from '../labs/labId';
import { cancelledError, readTimeout } from '../tasks/TimeLimit';
import type { ActionDeps } from './ActionDeps';
import { examplesOf } from './examples';

const DEFAULT_TIMEOUT = '5m';
/** How many changes the log of a task lists. */
const MAX_LOGGED = 100;

export function createApplyAction({ access }: ActionDeps) {
  return createTemplateAction({
    id: 'pyk8s-lab:apply',
    description:
      'Applies manifests of the workspace to a lab with kubectl, and waits until Deployments, StatefulSets, DaemonSets, Jobs and Pods among them are rolled out.',
    examples: examplesOf('pyk8s-lab:apply', [
      {
        description: 'A folder of manifests',
        id: 'apply',
        name: 'Deploy',
        input: { id: '${{ steps.lab.output.id }}', path: 'manifests' },
      },
      {
        description: 'A kustomization, into a namespace of its own',
        id: 'apply',
        name: 'Deploy',
        input: {
          id: '${{ steps.lab.output.id }}',
          path: 'deploy/overlays/preview',
          namespace: 'preview',
          timeout: '10m',
        },
      },
      {
        description: 'One file, and no waiting',
        id: 'apply',
        name: 'Deploy',
        input: {
          id: '${{ steps.lab.output.id }}',
          path: 'manifests/crds.yaml',
          wait: false,
        },
      },
    ]),
    supportsDryRun: true,
    schema: {
      input: {
        id: labIdInput,
        path: z =>
          z.string({
            description:
              'A file of the workspace, a folder with all folders in it (.yaml, .yml, .json), or a folder with a kustomization.',
          }),
        namespace: z =>
          z
            .string({
              description:
                'The namespace of objects that name none; it is created if it does not exist. "default" unless given.',
            })
            .optional(),
        serverSide: z =>
          z
            .boolean({
              description:
                'Whether to apply on the server, which also takes objects of more than 256 KiB and changes fields that others manage; yes unless given. Choose no for lists with duplicate entries.',
            })
            .optional(),
        wait: z =>
          z
            .boolean({
              description:
                'Whether to wait until everything is rolled out; yes unless given.',
            })
            .optional(),
        timeout: timeoutInput(
          `How long applying and waiting may take, at most 1h; ${DEFAULT_TIMEOUT} unless given`,
        ),
      },
      output: {
        objects: z =>
          z.array(
            z.object({
              apiVersion: z.string(),
              kind: z.string(),
              namespace: z.string().optional(),
              name: z.string(),
            }),
            {
              description:
                'What has been applied, at most 1000 objects; nothing in a dry run.',
            },
          ),
      },
    },
    async handler(ctx) {
      const { path, namespace, serverSide = true, wait = true } = ctx.input;
      const timeout = ctx.input.timeout || DEFAULT_TIMEOUT;
      const id = readLabId(ctx.input.id);
      readTimeout(timeout);
      const { archive, paths, kustomize } = await pack(ctx, path);
      if (ctx.isDryRun) {
        ctx.logger.info(`Dry run: would apply ${path} to lab ${id}`);
        ctx.output('objects', []);
        return;
      }
      const labs = access.labsOf(ctx);
      const job = await start().catch(error => {
        throw ctx.signal?.aborted
          ? cancelledError(' before manifests were applied.')
          : explainFailure(`Nothing was applied to lab ${id}`, error);
      });
      const { status, message, result } = await untilEnded(labs, job, ctx);
      if (status !== 'SUCCEEDED') {
        throw new Error(message || `The job has ended as ${status}.`);
      }
      ctx.output('objects', objectsOf(result));

      async function start(): Promise<LabJob> {
        const lab = await labs.getLab(id);
        if (lab.simulated) {
          throw new Error(
            `lab ${lab.name} is simulated, and not backed by a real cluster. Create one with another provider.`,
          );
        }
        return labs.applyToLab(id, archive, {
          paths,
          kustomize,
          recursive: true,
          serverSide,
          forceConflicts: serverSide,
          namespace: namespace || undefined,
          wait,
          timeout,
          signal: ctx.signal,
        });
      }
    },
  });
}

/** @throws InputError for a path outside of the workspace, or too much data */
async function pack(
  { workspacePath, signal }: { workspacePath: string; signal?: AbortSignal },
  path: string,
) {
  let absolute: string;
  try {
    absolute = resolveSafeChildPath(workspacePath, path);
  } catch {
    throw new InputError(`"${path}" leads out of the workspace.`);
  }
  const kustomize = await hasKustomization(absolute);
  const packed = await packManifests([absolute], {
    kustomize,
    recursive: true,
    within: workspacePath,
    signal,
  });
  return { ...packed, kustomize };
}

/** Logs the progress of a job until it ends, and cancels it with its task. */
async function untilEnded(
  labs: LabApi,
  started: LabJob,
  {
    logger,
    signal = new AbortController().signal,
  }: {
    logger: { info(line: string): void };
    signal?: AbortSignal;
  },
): Promise<LabJob> {
  let job = started;
  const logged = new Set<string>();
  try {
    for await (const seen of followJob(labs, started, { signal, isPassing })) {
      job = seen;
      const isEnd = seen.status === 'FAILED' || seen.status === 'CANCELLED';
      if (!logged.has(seen.message) && logged.size < MAX_LOGGED && !isEnd) {
        logged.add(seen.message);
        seen.message.split('\n').forEach(line => logger.info(line));
      }
    }
  } catch (error) {
    if (signal.aborted) {
      await labs.cancelJob(job.id).catch(() => undefined);
      throw cancelledError(
        ` while manifests were applied to lab ${job.labName}.`,
      );
    }
    throw explainFailure(
      `It is not known whether everything was applied to lab ${job.labName}`,
      error,
    );
  }
  return job;
}

/** The objects in the result of the job. */
function objectsOf(result: LabJob['result']) {
  const { objects } = (result ?? {}) as {
    objects?: {
      apiVersion: string;
      kind: string;
      namespace?: string;
      name: string;
    }[];
  };
  return objects ?? [];
}
