import { isError } from '@backstage/errors';
import type { LabCaller } from '../callers/LabCaller';
import type { AuditTrail } from '../access/AuditTrail';
import { concernsSecrets, subjectKey, type KubeRequest } from './KubeRequest';
import type { KubeAnswered } from './proxy/forward';
import type { KubeAnswer } from './LabKube';
import { KubeReads } from './KubeReads';

/** Names are short; what a service in a lab has as paths is as long as it likes. */
export const MAX_PATH = 300;

/** What became of a read. */
type Outcome = { readonly answer: KubeAnswered } | { readonly error: unknown };

/**
 * Tells the auditor of reads through the Kubernetes APIs of labs. Programs poll, so
 * one event stands for the reads of some minutes; of Secrets, for the same Secret or
 * the same list. It is recorded when it is known how
 * the cluster answers, before that is given out: a read that is refused must not stand
 * for one that is not.
 */
export class KubeReadAudit {
  readonly #audit: AuditTrail;
  readonly #recorded = KubeReads.create();

  constructor({ audit }: { audit: AuditTrail }) {
    this.#audit = audit;
  }

  /** @param read - calls what it is given before it passes the answer on */
  async record(
    id: string,
    request: KubeRequest,
    caller: LabCaller,
    read: (
      onAnswer: (answer: KubeAnswered) => Promise<void>,
    ) => Promise<KubeAnswer>,
  ): Promise<KubeAnswer> {
    let isAnswered = false;
    try {
      return await read(async answer => {
        isAnswered = true;
        await this.#tell(id, request, caller, { answer });
      });
    } catch (error) {
      if (!isAnswered) {
        await this.#tell(id, request, caller, { error });
      }
      throw error;
    }
  }

  async #tell(
    id: string,
    request: KubeRequest,
    caller: LabCaller,
    outcome: Outcome,
  ): Promise<void> {
    const secrets = concernsSecrets(request);
    const isRefused = 'error' in outcome || outcome.answer.status >= 400;
    const isOutsider = 'answer' in outcome && !outcome.answer.isOwner;
    // Ids of labs that the caller cannot see may be invented, one for each request.
    const isUnknown = 'error' in outcome && isNotFound(outcome.error);
    const { method, path } = request;
    const use = [
      id,
      caller.userRef,
      secrets ? 'secrets' : 'objects',
      isRefused ? 'refused' : 'read',
      secrets && !isRefused ? subjectKey(request) : '',
    ];
    await this.#recorded.record(
      isUnknown ? [caller.userRef, 'unknown lab'] : use,
      () =>
        this.#audit.recordOutcome(
          {
            eventId: 'lab-kube-read',
            severityLevel:
              !isUnknown && (secrets || isOutsider) ? 'medium' : 'low',
            meta: {
              labId: id.slice(0, MAX_PATH),
              method,
              path: path.slice(0, MAX_PATH),
              secrets,
            },
          },
          caller,
          'error' in outcome
            ? outcome
            : {
                meta: {
                  as: outcome.answer.as,
                  status: outcome.answer.status,
                  isOwner: outcome.answer.isOwner,
                },
              },
        ),
    );
  }
}

function isNotFound(error: unknown): boolean {
  return isError(error) && error.name === 'NotFoundError';
}
