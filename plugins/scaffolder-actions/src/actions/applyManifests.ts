import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { KubernetesObject } from '@kubernetes/client-node';
import { readKubeconfig } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { deployToLab } from '../deployment';
import { redactKubeconfig } from '../kubeconfig';
import { explainFailure, readLabId } from '../labs';
import { nameOf, readManifests, type Manifest } from '../manifests';
import {
  cancelledError,
  pause as pauseByTheClock,
  readTimeout,
  TimeLimit,
} from '../runs';
import type { ActionDeps } from './ActionDeps';
import { examplesOf } from './examples';
import { labIdInput, timeoutInput } from './inputs';

const DEFAULT_TIMEOUT = '5m';

/** Applies manifests to a lab. */
export function createApplyAction({
  access,
  pause = pauseByTheClock,
}: ActionDeps) {
  return createTemplateAction({
    id: 'pyk8s-lab:apply',
    description:
      'Applies manifests of the workspace to a lab (server-side apply), and waits until Deployments, StatefulSets, DaemonSets and Jobs among them are rolled out.',
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
                'Where objects go that name no namespace; it is created if it does not exist. "default" unless given.',
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
          `How long applying and waiting may take; ${DEFAULT_TIMEOUT} unless given`,
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
            { description: 'What has been applied.' },
          ),
      },
    },
    async handler(ctx) {
      const { path, namespace, wait = true } = ctx.input;
      const timeout = ctx.input.timeout || DEFAULT_TIMEOUT;
      const id = readLabId(ctx.input.id);
      const timeoutMs = readTimeout(timeout);
      const startedAt = performance.now();
      const manifests = await readWithin(ctx, path, { timeout, timeoutMs });
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Dry run: would apply to lab ${id}: ${manifests
            .map(nameOf)
            .join(', ')}`,
        );
        ctx.output('objects', manifests.map(toOutput));
        return;
      }
      const labs = access.labsOf(ctx, ctx.signal);
      const [lab, kubeconfig] = await Promise.all([
        labs.getLab(id),
        // It is this backend that goes there, not a person's machine.
        labs.getKubeconfig(id, { reach: 'portal' }),
      ]).catch(error => {
        throw explainFailure(`Nothing was applied to lab ${id}`, error);
      });
      const cluster = readKubeconfig(kubeconfig);
      redactKubeconfig(ctx.logger, kubeconfig, cluster);
      if (lab.simulated) {
        throw new Error(
          `Nothing was applied: lab ${lab.name} is simulated, and not backed by a real cluster. Create one with another provider.`,
        );
      }
      const applied = await deployToLab(manifests, {
        lab,
        access: cluster,
        namespace: namespace || undefined,
        wait,
        timeout,
        timeoutMs: Math.max(1, timeoutMs - (performance.now() - startedAt)),
        logger: ctx.logger,
        cancelled: ctx.signal,
        pause,
      });
      ctx.output('objects', applied.map(toOutput));
    },
  });
}

/** Reads and renders, which is a part of what the step has time for. */
async function readWithin(
  ctx: { workspacePath: string; signal?: AbortSignal },
  path: string,
  { timeout, timeoutMs }: { timeout: string; timeoutMs: number },
): Promise<Manifest[]> {
  const limit = TimeLimit.start(timeoutMs, ctx.signal);
  try {
    return await readManifests(ctx.workspacePath, path, {
      environment: process.env,
      signal: limit.signal,
    });
  } catch (error) {
    if (ctx.signal?.aborted) {
      throw cancelledError(' while manifests were read.');
    }
    throw limit.isOver
      ? new Error(
          `"${path}" was not read within ${timeout}: give the step a longer timeout.`,
        )
      : error;
  } finally {
    limit.stop();
  }
}

function toOutput({ apiVersion = '', kind = '', metadata }: KubernetesObject) {
  return {
    apiVersion,
    kind,
    name: metadata?.name ?? '',
    ...(metadata?.namespace && { namespace: metadata.namespace }),
  };
}
