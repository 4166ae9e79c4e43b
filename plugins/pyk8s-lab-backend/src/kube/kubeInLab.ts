import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, toError } from '@backstage/errors';
import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabCaller } from '../callers/LabCaller';
import { findLab, type LabRecord, type LabStore } from '../database';
import type { KubeExchange } from './proxy/forward';
import type { KubeRequest } from './KubeRequest';
import type { KubeAnswer, LabKube } from './LabKube';
import { anySignal } from '../throttling/anySignal';
import type { ChangeRate } from '../throttling/ChangeRate';
import { beginUse, IN_USE_MS, notRunning } from '../running/beginUse';
import type { KubeReads } from './KubeReads';
import type { LabUses } from '../running/LabUses';
import { ownsLab, recordKubeUse } from './recordKubeUse';

const DOING = 'The Kubernetes API answers';
/** Names of a namespace and a pod fit; what is longer is no pod's. */
const MAX_WORDS = 200;

interface Services {
  readonly store: LabStore;
  readonly kube: LabKube;
  readonly kubeReads: KubeReads;
  readonly changes: ChangeRate;
  readonly uses: LabUses;
  readonly logger: LoggerService;
  readonly onChanged: (labId: string) => void;
  readonly now: () => Date;
}

/**
 * Forwards a request to the Kubernetes API of a running lab, for as long as it runs.
 * A session counts as a change of the caller. It is written into the activity when it
 * has ended, or was cut off; of those that the cluster refuses, one in ten minutes.
 *
 * @throws NotFoundError, NotAllowedError, ConflictError, an error of status 429 or
 *   502, or ServiceUnavailableError
 */
export async function kubeInLab(
  id: string,
  request: KubeRequest,
  caller: LabCaller,
  exchange: KubeExchange,
  services: Services,
): Promise<KubeAnswer> {
  const { kube, uses, changes } = services;
  if (request.kind === 'session') {
    changes.count(caller);
  }
  const giveBack = kube.reserve(id, caller);
  try {
    const lab = await use(id, caller, services);
    const inUse = uses.begin(id);
    const as = caller.rights?.kubeRole ?? 'viewer';
    const startedAt = performance.now();
    try {
      const answer = await kube.exchange(lab, as, request, exchange, {
        signal: anySignal(exchange.left, exchange.signal, inUse.signal),
        onStatus: async status => {
          if (request.kind !== 'session') {
            await recordKubeUse(lab, request, { as, status }, caller, services);
          }
          await exchange.onAnswer?.({
            as,
            status,
            isOwner: ownsLab(caller, lab),
          });
        },
      });
      if (request.kind === 'session') {
        await record(id, request, answer, caller, services);
      }
      return answer;
    } catch (error) {
      const cause =
        isError(error) && error.name === 'ServiceUnavailableError'
          ? await inUse.explain(error)
          : error;
      if (exchange.upgraded?.isTaken) {
        const durationMs = Math.round(performance.now() - startedAt);
        const cut = { as, status: 101, durationMs, cause };
        await record(id, request, cut, caller, services);
      }
      throw cause;
    } finally {
      inUse.end();
    }
  } finally {
    giveBack();
  }
}

/** Use is written now and then: programs ask many times in a second. */
async function use(
  id: string,
  caller: LabCaller,
  services: Services,
): Promise<LabRecord> {
  const { store, now } = services;
  const lab = await findLab(id, store);
  caller.rights?.assertAllowed?.(lab);
  if (lab.status !== 'RUNNING') {
    throw notRunning(lab, DOING);
  }
  const usedAt = lab.lastActiveAt?.getTime() ?? 0;
  return now().getTime() - usedAt < IN_USE_MS
    ? lab
    : beginUse(id, DOING, caller, services);
}

/** What was done stays done, even if that cannot be written down. */
async function record(
  id: string,
  request: KubeRequest,
  answer: KubeAnswer & { readonly cause?: unknown },
  caller: LabCaller,
  { store, kubeReads, now, logger, onChanged }: Services,
): Promise<void> {
  const { as, status, durationMs } = answer;
  const write = async () => {
    await store.change(id, now(), () => ({
      set: {},
      events: [
        {
          type: 'lab.kube-session',
          message: `${describe(request)} ${outcome(answer)}.`,
          actorRef: caller.userRef,
          data: {
            method: request.method,
            path: request.path.slice(0, MAX_WORDS),
            as,
            status,
            durationMs,
          },
        },
      ],
    }));
    onChanged(id);
  };
  try {
    await (status === 101
      ? write()
      : kubeReads.record([id, caller.userRef, 'session', 'refused'], write));
  } catch (error) {
    logger
      .child({ labId: id })
      .error('The end of a session could not be recorded', toError(error));
  }
}

/** Why the portal cuts sessions off, for people. */
const CUT_AS: Readonly<Record<string, string>> = {
  AuthenticationError: 'as the sign-in had ended',
  ConflictError: 'as the lab was no longer running',
  NotAllowedError: 'as the right to it had ended',
  NotFoundError: 'as the right to it had ended',
  ServiceUnavailableError: 'as the portal was being restarted',
};

function outcome({
  status,
  durationMs,
  cause,
}: KubeAnswer & { readonly cause?: unknown }): string {
  if (status !== 101) {
    return `was refused by the cluster (${status})`;
  }
  const after = formatDuration(Math.max(1, Math.round(durationMs / 1_000)));
  if (cause === undefined) {
    return `ended after ${after}`;
  }
  const why = isError(cause) ? CUT_AS[cause.name] : undefined;
  return `was cut off after ${after}${why ? `, ${why}` : ''}`;
}

const SUBRESOURCES: Readonly<Record<string, string>> = {
  exec: 'A command in',
  attach: 'A terminal of',
  portforward: 'A port forward to',
};

/** With method and path, and without the query, which has the command. */
function describe({ method, segments, path }: KubeRequest): string {
  const [, , , namespace, , pod, subresource = ''] = segments;
  const what = SUBRESOURCES[subresource];
  const sent = `${method} ${path.slice(0, MAX_WORDS)}`;
  return what
    ? `${what} the pod ${`${namespace}/${pod}`.slice(0, MAX_WORDS)} (${sent})`
    : `A connection (${sent})`;
}
