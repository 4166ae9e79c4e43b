import type { LabEvent } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clusters } from '../clusters/Clusters';
import type { LabOutputs, LabRecord, LabStore } from '../database';
import { typesOf } from '../labs/activity';
import { toLabEvent, type LabPresenter } from '../labs/toLab';
import type { LogArchiveContent } from './archive/LogArchive';

/** How many events, or pieces of output, are read at once. */
const PAGE = 200;

interface Sources {
  readonly store: LabStore;
  readonly outputs: LabOutputs;
  readonly clusters: Clusters;
  readonly show: LabPresenter;
}

/** What an archive of a lab's logs holds, read while it is written. */
export async function contentOf(
  lab: LabRecord,
  place: string,
  onGathered: () => void,
  { outputs, clusters, show, store }: Sources,
): Promise<LogArchiveContent> {
  return {
    name: lab.name,
    lab: show(lab),
    events: eventsOf(lab, store),
    runs: (await outputs.runs(lab.id)).map(({ attempt, runId }) => ({
      attempt,
      text: textOf({ labId: lab.id, runId }, outputs),
    })),
    async cluster(options) {
      const directory = join(place, 'cluster');
      await mkdir(directory);
      const { truncated } = await clusters
        .of(lab)
        .exportLogs({ ...options, directory });
      onGathered();
      return { directory, truncated };
    },
  };
}

/** What happened to a lab, the oldest first. */
async function* eventsOf(
  lab: LabRecord,
  store: LabStore,
): AsyncGenerator<LabEvent> {
  let after = 0;
  for (;;) {
    const events = await store.listEvents(lab.id, {
      after,
      limit: PAGE,
      types: typesOf(),
    });
    yield* events.map(toLabEvent);
    after = events.at(-1)?.seq ?? after;
    if (events.length < PAGE) {
      return;
    }
  }
}

/** What was printed in one go at making a lab. */
async function* textOf(
  run: { readonly labId: string; readonly runId: string },
  outputs: LabOutputs,
): AsyncGenerator<string> {
  let after = 0;
  for (;;) {
    const pieces = await outputs.read(run, { after, limit: PAGE });
    yield* pieces.map(({ text }) => text);
    after = pieces.at(-1)?.id ?? after;
    if (pieces.length < PAGE) {
      return;
    }
  }
}
