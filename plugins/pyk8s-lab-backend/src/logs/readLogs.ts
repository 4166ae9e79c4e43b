import type { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { LabCaller } from '../callers/LabCaller';
import type { LabStore } from '../database';
import type { LabLogRequest, LabLogs, LogReader } from './LabLogs';
import { beginUse, keepInUse, notRunning } from '../running/beginUse';

const DOING = 'Logs of nodes and pods can be read';

interface Services {
  readonly store: LabStore;
  readonly logs: LabLogs;
  readonly logger: LoggerService;
  readonly now: () => Date;
}

/**
 * Tells a log of a lab.
 * @throws NotFoundError, InputError, ConflictError when the cluster is asked and the
 *   lab is not RUNNING, TooManyRequestsError or ServiceUnavailableError
 */
export async function readLogs(
  id: string,
  request: LabLogRequest,
  caller: LabCaller,
  reader: LogReader,
  services: Services,
): Promise<void> {
  const { store, logs } = services;
  const giveBack = logs.reserve(id);
  let endUse = () => {};
  try {
    // What was printed while a lab was made is kept, whatever the lab is now.
    const lab =
      request.source.kind === 'provisioning'
        ? await store.get(id)
        : await beginUse(id, DOING, caller, services);
    if (!lab) {
      throw new NotFoundError(`There is no lab with the id ${id}.`);
    }
    if (request.source.kind !== 'provisioning') {
      endUse = keepInUse(id, services);
    }
    try {
      await logs.read(lab, request, reader);
    } catch (error) {
      const now = await store.get(id);
      throw request.source.kind !== 'provisioning' &&
        now &&
        now.status !== 'RUNNING'
        ? notRunning(now, DOING)
        : error;
    }
  } finally {
    endUse();
    giveBack();
  }
}
