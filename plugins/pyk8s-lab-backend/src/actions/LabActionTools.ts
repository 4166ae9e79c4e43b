import type {
  AuthService,
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  LAB_STATUSES,
  type Lab,
  type LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabCaller } from '../callers/LabCaller';
import { callerOf } from '../callers/readCaller';
import type { ApplyService } from '../apply/ApplyService';
import type { CommandService } from '../commands/CommandService';
import type { LabService } from '../labs/LabService';
import type { LogService } from '../logs/LogService';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const PAGE = 200;
/** Every status but the last one. */
export const LIVE: readonly LabStatus[] = LAB_STATUSES.filter(
  status => status !== 'DELETED',
);

/** What actions work with. */
export interface LabActionOptions {
  readonly actionsRegistry: ActionsRegistryService;
  readonly labs: LabService;
  readonly commands: CommandService;
  readonly apply: ApplyService;
  readonly logs: LogService;
  readonly auth: AuthService;
  readonly userInfo: UserInfoService;
}

/** A lab as actions show it. */
export interface LabSummary {
  id: string;
  name: string;
  owner: string;
  status: string;
  statusMessage: string;
  phase?: string;
  progress: number;
  provider: string;
  simulated: boolean;
  kubernetesVersion: string;
  workers: number;
  purpose?: string;
  component?: string;
  expiresAt?: string;
  secondsLeft?: number;
  url?: string;
}

/** What actions have in common: who calls, which lab is meant, and how it is shown. */
export class LabActionTools {
  readonly labs: LabService;
  readonly commands: CommandService;
  readonly apply: ApplyService;
  readonly logs: LogService;
  readonly #auth: AuthService;
  readonly #userInfo: UserInfoService;

  static create(options: Omit<LabActionOptions, 'actionsRegistry'>) {
    return new LabActionTools(options);
  }

  private constructor(options: Omit<LabActionOptions, 'actionsRegistry'>) {
    this.labs = options.labs;
    this.commands = options.commands;
    this.apply = options.apply;
    this.logs = options.logs;
    this.#auth = options.auth;
    this.#userInfo = options.userInfo;
  }

  /** @throws NotAllowedError unless the caller is a user, or acts on behalf of one */
  async caller(credentials: BackstageCredentials): Promise<LabCaller> {
    if (!this.#auth.isPrincipal(credentials, 'user')) {
      throw new NotAllowedError(
        'Labs belong to people: call this in the name of a signed-in user.',
      );
    }
    return callerOf(credentials, this.#userInfo);
  }

  /**
   * The lab that is meant.
   *
   * @param text - its id, or the name of a lab that the caller owns, as themselves or
   *   with a group: a name never means another owner's lab, even for those who can read it
   * @param options - orDeleted: a name may mean the last lab that had it
   * @throws NotFoundError or ConflictError
   */
  async find(
    text: string,
    caller: LabCaller,
    options: { orDeleted?: boolean } = {},
  ): Promise<Lab> {
    if (UUID.test(text)) {
      return this.labs.get(text.toLowerCase(), caller);
    }
    const [lab, ...others] = await this.#own(text, LIVE, caller);
    if (others.length > 0) {
      throw new ConflictError(
        `There are several labs with the name "${text}": use an id, one of ${[
          lab,
          ...others,
        ]
          .map(({ id, owner }) => `${id} (${owner})`)
          .join(', ')}.`,
      );
    }
    const [last] =
      lab || !options.orDeleted
        ? [lab]
        : await this.#own(text, ['DELETED'], caller);
    if (!last) {
      throw new NotFoundError(
        `You have no lab with the name "${text}": list-labs shows those that you may see; name one that is not yours by its id.`,
      );
    }
    return last;
  }

  /** The caller's own labs of a name, the newest first. */
  async #own(
    name: string,
    statuses: readonly LabStatus[],
    caller: LabCaller,
  ): Promise<Lab[]> {
    const found: Lab[] = [];
    let cursor: string | undefined;
    do {
      const { items, pageInfo } = await this.labs.list(
        {
          // Part of a name or a purpose: the very name is looked for below.
          text: name,
          owners: caller.ownershipRefs,
          statuses,
          orderBy: { field: 'createdAt', descending: true },
          limit: PAGE,
          cursor,
        },
        caller,
      );
      found.push(...items.filter(lab => lab.name === name));
      cursor = pageInfo.nextCursor;
    } while (cursor !== undefined);
    return found;
  }

  summary(lab: Lab): LabSummary {
    return {
      id: lab.id,
      name: lab.name,
      owner: lab.owner,
      status: lab.status,
      statusMessage: lab.statusMessage,
      phase: lab.phase,
      progress: Math.round(lab.progress * 100),
      provider: lab.provider,
      simulated: lab.simulated,
      kubernetesVersion: lab.serverVersion ?? lab.spec.kubernetesVersion,
      workers: lab.spec.workers,
      purpose: lab.purpose,
      component: lab.component,
      expiresAt: lab.expiresAt,
      secondsLeft: lab.secondsLeft,
      url: lab.links.page,
    };
  }
}
