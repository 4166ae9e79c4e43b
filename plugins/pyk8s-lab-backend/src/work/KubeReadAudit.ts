import type { AuditTrail } from '../audit';
import {
  concernsSecrets,
  type KubeAnswer,
  type KubeAnswered,
  type KubeRequest,
} from '../kube';
import type { LabCaller } from '../labs';
import { KubeReads } from './KubeReads';

/** Names are short; what a service in a lab has as paths is as long as it likes. */
export const MAX_PATH = 300;

/** What became of a read. */
type Outcome = { readonly answer: KubeAnswered } | { readonly error: unknown };

/**
 * Tells the auditor of reads through the Kubernetes APIs of labs. Programs poll, so
 * one event stands for the reads of some minutes. It is recorded when it is known how
 * the cluster answers, before that is given out: a read that is refused must not stand
 * for one that is not.
 */
export class KubeReadAudit {
  readonly #audit: AuditTrail;
  readonly #recorded = KubeReads.create();

  static create(options: { audit: AuditTrail }): KubeReadAudit {
    return new KubeReadAudit(options);
  }

  private constructor({ audit }: { audit: AuditTrail }) {
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
    const { method, path } = request;
    await this.#recorded.record(
      [
        id,
        caller.userRef,
        secrets ? 'secrets' : 'objects',
        isRefused ? 'refused' : 'read',
      ],
      () =>
        this.#audit.recordOutcome(
          {
            eventId: 'lab-kube-read',
            severityLevel: secrets || isOutsider ? 'medium' : 'low',
            meta: { labId: id, method, path: path.slice(0, MAX_PATH), secrets },
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
