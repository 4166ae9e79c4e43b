import {
  explainLabName,
  formatDuration,
  type Lab,
  type LabOptions,
  parseDuration,
  type UpdateLabRequest,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { aResponseError } from '../src/__testUtils__/errors';
import { iso } from './InMemoryLabs';

/** A change of a lab, and what is told of it. */
export interface LabUpdate {
  change: Partial<Lab>;
  type: string;
  message: string;
}

/** What a request changes about a lab; refuses what the real backend refuses. */
export async function updateOf(
  lab: Lab,
  { extendBy, owner }: UpdateLabRequest,
): Promise<LabUpdate> {
  if (owner) {
    return {
      change: { owner },
      type: 'lab.updated',
      message: `Transferred from ${lab.owner} to ${owner}.`,
    };
  }
  const end =
    Date.parse(lab.expiresAt ?? '') + parseDuration(extendBy ?? '1h') * 1_000;
  if (end > Date.parse(lab.maxExpiresAt ?? '')) {
    throw await aResponseError(
      400,
      'InputError',
      'A lab lives for 72h in all; make a new one when you need more.',
    );
  }
  return {
    change: { expiresAt: iso(end) },
    type: 'lab.extended',
    message: `Extended by ${extendBy}.`,
  };
}

/** "taken" is always refused, to look at what the dialog makes of it. */
export async function assertAcceptable(
  { name, owner }: Lab,
  labs: Lab[],
  options: LabOptions,
): Promise<void> {
  const complaint = explainLabName(name);
  if (complaint) {
    throw await aResponseError(400, 'InputError', complaint);
  }
  const isTaken = labs.some(lab => lab.name === name && lab.owner === owner);
  if (isTaken || name === 'taken') {
    throw await aResponseError(
      409,
      'ConflictError',
      `${owner} has a lab named "${name}" already: choose another name.`,
    );
  }
  if (name === 'too-many') {
    const { limit, perSeconds } = options.createRate;
    throw await aResponseError(
      429,
      'TooManyRequestsError',
      `You have asked for ${limit} labs within ${formatDuration(
        perSeconds,
      )}: try again in 2m.`,
    );
  }
}
