import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, NotImplementedError } from '@backstage/errors';
import { UNTRUSTED_CONTENT_HEADERS } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { RequestHandler, Response } from 'express';
import { type CallerServices, readCaller } from '../callers/readCaller';
import {
  asksForSession,
  matchKubeUrl,
  readKubeRequest,
} from '../kube/KubeRequest';
import type { KubeService } from '../kube/KubeService';
import { toKubeStatus } from '../kube/kubeStatus';
import { takeUpgrade, UPGRADES_LINE } from '../kube/proxy/LabUpgrades';
import type { JobService } from '../jobs/JobService';
import type { LabService } from '../labs/LabService';
import { hiddenFromStrangers } from './hideFromStrangers';
import { parseLabId } from './parseRequests';
import { readRestOfRefused } from './readRestOfRefused';
import { callerLeft } from './sse';

interface Services extends CallerServices {
  readonly labs: Pick<LabService, 'get'>;
  readonly jobs: Pick<JobService, 'get'>;
  readonly kube: Pick<KubeService, 'forward'>;
  readonly logger: LoggerService;
}

/**
 * Answers as the Kubernetes APIs of labs. Has to come before all that reads bodies:
 * they are none of the portal's.
 */
export function answerKube(services: Services): RequestHandler {
  const explain = readRestOfRefused();
  return async (req, res, next) => {
    const url = matchKubeUrl(req.url);
    if (!url) {
      next();
      return;
    }
    try {
      const upgraded = takeUpgrade(req);
      const caller = await readCaller(req, services);
      if (!upgraded && asksForSession(req)) {
        throw new NotImplementedError(
          `This portal takes no sessions (exec, attach, port-forward, cp) yet: its administrators add ${UPGRADES_LINE} to packages/backend/src/index.ts, as the documentation of "kubectl through the portal" says. Until then, use the lab's own kubeconfig.`,
        );
      }
      await services.kube.forward(
        parseLabId(url.labId),
        readKubeRequest(req.method, url, upgraded !== undefined),
        caller,
        { req, res, upgraded, left: callerLeft(res) },
      );
    } catch (error) {
      if (res.headersSent || res.closed || !res.socket) {
        // Nothing else tells that an answer is not whole.
        res.destroy();
        return;
      }
      const told = await hiddenFromStrangers(error, req, req.path, services);
      explain(told, req, res, () => answerError(told, res, services.logger));
    }
  };
}

function answerError(
  error: unknown,
  res: Response,
  logger: LoggerService,
): void {
  const status = toKubeStatus(error);
  if (status.code === 500) {
    logger.error(
      'A request of a lab’s Kubernetes API went wrong',
      isError(error) ? error : undefined,
    );
  }
  res.status(status.code).set(UNTRUSTED_CONTENT_HEADERS);
  const retryAfter = retrySeconds(error, status.code);
  if (retryAfter !== undefined) {
    res.set('Retry-After', String(retryAfter));
  }
  res.json(status);
}

/** Clients of Kubernetes ask again by themselves after that. */
function retrySeconds(error: unknown, code: number): number | undefined {
  if (
    isError(error) &&
    'retryAfterSeconds' in error &&
    typeof error.retryAfterSeconds === 'number'
  ) {
    return error.retryAfterSeconds;
  }
  return code === 503 ? 1 : undefined;
}
