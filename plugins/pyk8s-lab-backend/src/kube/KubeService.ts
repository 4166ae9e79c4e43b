import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Access } from '../access/Access';
import type { AuditTrail } from '../access/AuditTrail';
import type { LabCaller } from '../callers/LabCaller';
import type { LabStore } from '../database';
import { anySignal } from '../throttling/anySignal';
import type { ChangeRate } from '../throttling/ChangeRate';
import { LabUses } from '../running/LabUses';
import type { KubeExchange } from './proxy/forward';
import { kubeInLab } from './kubeInLab';
import { KubeReadAudit, MAX_PATH } from './KubeReadAudit';
import { KubeReads } from './KubeReads';
import type { KubeRequest } from './KubeRequest';
import { decideKube, signedInLimit } from './kubeRights';
import type { KubeAnswer, LabKube } from './LabKube';

const OPERATION_OF = {
  read: 'readKube',
  change: 'changeKube',
  session: 'openKubeSession',
} as const;

/** The dependencies of a {@link KubeService}. */
export interface KubeServiceOptions {
  readonly access: Access;
  readonly audit: AuditTrail;
  readonly store: LabStore;
  readonly kube: LabKube;
  readonly changes: ChangeRate;
  readonly logger: LoggerService;
  /** Called after each change of a lab. */
  readonly onChanged: (labId: string) => void;
  readonly now: () => Date;
}

/** Forwards requests to the Kubernetes APIs of labs. */
export class KubeService {
  readonly #services: KubeServiceOptions & {
    readonly kubeReads: KubeReads;
    readonly uses: LabUses;
  };
  readonly #readAudit: KubeReadAudit;

  constructor(options: KubeServiceOptions) {
    this.#services = {
      ...options,
      kubeReads: KubeReads.create(),
      uses: new LabUses(options),
    };
    this.#readAudit = new KubeReadAudit(options);
  }

  /**
   * Forwards a request to a lab's Kubernetes API, as its administrator or as one who
   * looks on, and returns when all of the answer has been taken.
   *
   * @throws NotFoundError, NotAllowedError, ConflictError when the lab is not RUNNING,
   *   an error of status 429 or 502, or ServiceUnavailableError; whatever ends the
   *   right to it
   */
  async forward(
    id: string,
    request: KubeRequest,
    caller: LabCaller,
    exchange: KubeExchange,
  ): Promise<KubeAnswer> {
    return request.kind === 'read'
      ? this.#readAudit.record(id, request, caller, onAnswer =>
          this.#run(id, request, caller, { ...exchange, onAnswer }),
        )
      : this.#run(id, request, caller, exchange);
  }

  async #run(
    id: string,
    request: KubeRequest,
    caller: LabCaller,
    exchange: KubeExchange,
  ): Promise<KubeAnswer> {
    const { access } = this.#services;
    const { kind, method, path } = request;
    const signedIn = signedInLimit(caller);
    try {
      return await access.run(
        OPERATION_OF[kind],
        {
          caller,
          lab: id,
          decide: decideKube(id, request, access.gate),
          signal: anySignal(exchange.left, signedIn?.signal),
          meta: { method, path: path.slice(0, MAX_PATH) },
          describe: ({ as, status }) => ({ as, status }),
        },
        (entitled, signal) =>
          kubeInLab(
            id,
            request,
            entitled,
            { ...exchange, signal },
            this.#services,
          ),
      );
    } finally {
      signedIn?.stop();
    }
  }
}
