import { ConflictError } from '@backstage/errors';
import type { CreateLabRequest } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabCaller } from '../callers/LabCaller';
import type { LabSettings } from '../config/LabSettings';
import type { LabRecord, LabStore } from '../database';
import type { LabProviders } from '../clusters/LabProviders';
import type { ChangeRate } from '../throttling/ChangeRate';
import { assertInCatalog } from './assertInCatalog';
import type { LabCatalog } from './LabCatalog';
import { chooseProvider, newLab, readRequest, readSpec } from './newLab';
import { readOwner } from './entityRefs';
import { assertCreateRate, assertQuota } from './quotas';

interface Services {
  readonly store: LabStore;
  readonly providers: LabProviders;
  readonly catalog: LabCatalog;
  readonly settings: LabSettings;
  readonly changes: ChangeRate;
  readonly onChanged: (labId: string) => void;
  readonly now: () => Date;
}

/**
 * Writes a lab that is wanted, once for each Idempotency-Key.
 * @throws InputError, ConflictError or an error of status 429
 */
export async function createLab(
  request: CreateLabRequest,
  caller: LabCaller,
  idempotencyKey: string | undefined,
  services: Services,
): Promise<LabRecord> {
  const { store, providers, settings, catalog, changes, onChanged, now } =
    services;
  const asked = readRequest(request, settings);
  const earlier = await findEarlier(request, caller, idempotencyKey, store);
  if (earlier) {
    return earlier;
  }
  const provider = chooseProvider(request, await providers.describe());
  const spec = readSpec(request, provider);
  const ownerRef = readOwner(request) ?? caller.userRef;
  changes.count(caller);
  await assertInCatalog(catalog, caller, { ...asked, ownerRef });
  const lab = newLab({
    ...asked,
    spec,
    ownerRef,
    createdBy: caller.userRef,
    provider,
    host: providers.hostOf(provider.id),
    settings,
    now: now(),
  });
  try {
    await store.create(lab, {
      idempotencyKey,
      admit: async counts => {
        await assertCreateRate(counts, caller.userRef, settings, lab.createdAt);
        await assertQuota(counts, lab, settings, caller.rights);
      },
      events: [
        {
          type: 'lab.created',
          message: 'Lab requested.',
          actorRef: caller.userRef,
        },
      ],
    });
  } catch (error) {
    // The same request, sent twice at once, may have won.
    const winner = await findEarlier(request, caller, idempotencyKey, store);
    if (winner) {
      return winner;
    }
    throw error;
  }
  onChanged(lab.id);
  return lab;
}

/** @throws ConflictError when the key was sent with another request */
async function findEarlier(
  request: CreateLabRequest,
  caller: LabCaller,
  idempotencyKey: string | undefined,
  store: LabStore,
): Promise<LabRecord | undefined> {
  const lab =
    idempotencyKey &&
    (await store.findByIdempotencyKey(caller.userRef, idempotencyKey));
  // A name stays, where an owner or a purpose may have changed since.
  if (lab && lab.name !== request.name) {
    throw new ConflictError(
      `This Idempotency-Key was sent with a request for the lab "${lab.name}": use a new key for another lab.`,
    );
  }
  return lab || undefined;
}
