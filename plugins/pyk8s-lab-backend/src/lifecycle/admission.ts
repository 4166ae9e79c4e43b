import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Preflight } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabSettings } from '../config/LabSettings';
import type { Claim, LabRecord, LabStore, QueuedLab } from '../database';
import { fairOrder } from '../queue/fairOrder';
import { wordsOf } from './errors';
import {
  beginProvisioning,
  neverFits,
  waitsFor,
} from './transitions/provisioning';
import type { Clusters } from '../clusters/Clusters';
import type { LabProviders } from '../clusters/LabProviders';

/** How long a host that has no room is not asked again. */
const FULL_FOR_MS = 3_000;
const PREFLIGHT_TIMEOUT_MS = 10_000;

const hostKey = (lab: { provider: string; host: string }) =>
  `${lab.provider}/${lab.host}`;

const isDue = (lab: QueuedLab, now: Date) =>
  lab.nextAttemptAt !== undefined &&
  lab.nextAttemptAt <= now &&
  lab.expiresAt > now;

/** The dependencies of a {@link LabAdmission}. */
export interface LabAdmissionOptions {
  readonly store: LabStore;
  readonly providers: LabProviders;
  readonly clusters: Clusters;
  readonly settings: LabSettings;
  readonly logger: LoggerService;
}

/**
 * Lets labs of the queue begin: in a fair order, so many at a time, and only where
 * there is room. What does not fit stays first in the queue of its host, with the
 * reason: nothing that came later passes it, so that large labs get their turn.
 */
export class LabAdmission {
  readonly #options: LabAdmissionOptions;
  /** Until when a host counts as full, by the host's key. */
  readonly #fullUntil = new Map<string, number>();

  static create(options: LabAdmissionOptions): LabAdmission {
    return new LabAdmission(options);
  }

  private constructor(options: LabAdmissionOptions) {
    this.#options = options;
  }

  /** Called when a cluster has gone: hosts that were full may have room. */
  roomMade(): void {
    this.#fullUntil.clear();
  }

  /**
   * Claims the labs whose turn it is. A host may take its time to say whether there
   * is room, so each lab is claimed with a lease of its own, and begins at once.
   *
   * @param newClaim - a claim from now on
   * @param begin - called with each lab that was claimed
   * @returns how many were claimed, and whether anything was changed
   */
  async admit(
    newClaim: () => Claim,
    begin: (lab: LabRecord) => void,
  ): Promise<{ claimed: number; changed: boolean }> {
    const { store, settings } = this.#options;
    const claimed: LabRecord[] = [];
    let changed = false;
    const { now } = newClaim();
    const { waiting, making, held } = await store.queueState();
    let room = settings.provisioning.concurrency - making.length;
    if (waiting.length === 0 || room <= 0) {
      return { claimed: 0, changed };
    }
    const blocked = new Set<string>();
    for (const lab of fairOrder(waiting, held)) {
      const key = hostKey(lab);
      if (room <= 0) {
        break;
      }
      if (!isDue(lab, now) || blocked.has(key) || this.#isFull(key)) {
        continue;
      }
      const beside = [...making, ...claimed]
        .filter(other => hostKey(other) === key)
        .map(other => other.spec);
      const { fits, reason } = await this.#preflight(lab, beside);
      if (fits === 'now') {
        const claim = newClaim();
        const next = await store.claimQueued(
          claim,
          lab.id,
          {
            concurrency: settings.provisioning.concurrency,
            beside: [...making, ...claimed].map(other => other.id),
          },
          current =>
            beginProvisioning(
              current,
              this.#options.clusters.next(current),
              claim.now,
              settings,
            ),
        );
        if (!next) {
          // Another replica was faster: check again what fits.
          break;
        }
        claimed.push(next);
        begin(next);
        changed = true;
        room -= 1;
        continue;
      }
      await store.change(lab.id, newClaim().now, current =>
        fits === 'never'
          ? neverFits(current, reason)
          : waitsFor(current, reason),
      );
      changed = true;
      if (fits === 'later') {
        blocked.add(key);
        this.#fullUntil.set(key, performance.now() + FULL_FOR_MS);
      }
    }
    return { claimed: claimed.length, changed };
  }

  #isFull(key: string): boolean {
    return (this.#fullUntil.get(key) ?? 0) > performance.now();
  }

  async #preflight(
    lab: QueuedLab,
    making: QueuedLab['spec'][],
  ): Promise<Preflight> {
    try {
      return await this.#options.providers
        .get(lab.provider)
        .preflight(lab.host, lab.spec, {
          making,
          signal: AbortSignal.timeout(PREFLIGHT_TIMEOUT_MS),
        });
    } catch (error) {
      this.#options.logger.warn(
        `Whether the host ${lab.host} has room could not be found out`,
        error as Error,
      );
      return { fits: 'later', reason: wordsOf(error) };
    }
  }
}
