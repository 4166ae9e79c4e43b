import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { LabCaller } from '../callers';
import type { LabStore } from '../database';
import type { ImageSource } from './importArchive';
import type { LabImages, StartedImport } from './LabImages';
import { anySignal } from '../limits';
import { beginUse, keepInUse } from '../running/beginUse';
import { RunningWatch } from '../running/RunningWatch';

const DOING = 'Images can be imported';

/** What an import is ended by. */
export interface ImportOptions {
  /** Aborts when whoever sends the archive has left. */
  readonly sending: AbortSignal;
  /** Ends the import, whatever it does at the moment. */
  readonly signal?: AbortSignal;
}

interface Services {
  readonly store: LabStore;
  readonly images: LabImages;
  readonly logger: LoggerService;
  readonly onChanged: (labId: string) => void;
  readonly now: () => Date;
}

/**
 * Begins to bring images into a running lab, which is in use until that has ended;
 * how it ended is in its activity then.
 *
 * @throws InputError, NotAllowedError, ConflictError or TooManyRequestsError
 */
export async function importImage(
  id: string,
  source: ImageSource,
  caller: LabCaller,
  options: ImportOptions,
  services: Services,
): Promise<StartedImport> {
  const { images } = services;
  const wanted =
    'image' in source
      ? { image: images.allowedHostImage(source.image) }
      : source;
  const lab = await beginUse(id, DOING, caller, services);
  const giveBack = images.reserve(id);
  const endUse = keepInUse(id, services);
  const running = RunningWatch.start(id, services);
  const end = () => {
    running.stop();
    endUse();
    giveBack();
  };
  try {
    const started = await images.import(lab, wanted, {
      sending: options.sending,
      signal: anySignal(options.signal, running.signal),
      explain: error => running.explain(error),
      createdBy: caller.userRef,
      record: (message, jobId) => record(id, message, jobId, caller, services),
    });
    started.done.then(end, end);
    return started;
  } catch (error) {
    end();
    throw error;
  }
}

/** What was brought in stays so, even if that cannot be written down. */
async function record(
  id: string,
  message: string,
  jobId: string,
  caller: LabCaller,
  { store, now, logger, onChanged }: Services,
): Promise<void> {
  try {
    await store.change(id, now(), () => ({
      set: {},
      events: [
        {
          type: 'lab.image',
          message,
          actorRef: caller.userRef,
          data: { jobId },
        },
      ],
    }));
    onChanged(id);
  } catch (error) {
    logger
      .child({ labId: id })
      .error('The end of an import could not be recorded', toError(error));
  }
}
