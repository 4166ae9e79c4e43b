import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { toError } from '@backstage/errors';
import { ArchiveFiles } from './ArchiveFiles';
import { filesBelow } from './directoryFiles';
import { safeName } from './entryNames';
import type {
  ClusterLogFiles,
  LogArchiveContent,
  LogArchiveResult,
  ProvisioningRun,
} from './LogArchive';
import { TarGzip, type TarTarget } from './TarGzip';

const README = 'README.txt';
const TRUNCATED = 'TRUNCATED.txt';
/** In the place of the cluster's logs. */
const NOT_EXPORTED = 'NOT-EXPORTED.txt';

/** Where an archive goes, and how large it may get. */
export interface LogArchiveTarget extends TarTarget {
  /**
   * How long the tar archive gets at most, in bytes before it is compressed.
   * README.txt is in it in any case, and so is TRUNCATED.txt where there is more.
   */
  readonly maxBytes: number;
  /** A private directory for texts on their way, which are gone afterwards. */
  readonly temporaryFiles: string;
}

/**
 * Writes all that a lab has logs of as a gzipped tar archive, while it is made. What
 * the portal has itself is sent before the cluster's logs are there.
 *
 * @throws whatever the signal aborts with, once the gathering has ended, too; or what
 *   is wrong with the output, or with
 *   what the portal has. The output is destroyed then. That the cluster's logs cannot
 *   be had is no error: the archive says so, and so does the result
 */
export async function writeLogArchive(
  content: LogArchiveContent,
  target: LogArchiveTarget,
): Promise<LogArchiveResult> {
  const { signal, maxBytes } = target;
  signal.throwIfAborted();
  const temporaryFiles = await mkdtemp(join(target.temporaryFiles, 'texts-'));
  const tar = TarGzip.to(target);
  try {
    const files = new ArchiveFiles({
      tar,
      temporaryFiles,
      root: content.name,
      maxBytes,
    });
    const clusterError = await addAll(content, files, tar);
    const truncated = !files.leftOut.isEmpty;
    if (truncated) {
      await files.addAlways([TRUNCATED], files.leftOut.toString());
    }
    return { bytes: await tar.finish(), truncated, clusterError };
  } catch (error) {
    await tar.abandon(error);
    signal.throwIfAborted();
    // What broke the archive off comes before what followed from that.
    throw tar.signal.aborted ? tar.signal.reason : error;
  } finally {
    await rm(temporaryFiles, { recursive: true, force: true });
  }
}

/** @returns why the cluster's logs could not be had */
async function addAll(
  content: LogArchiveContent,
  files: ArchiveFiles,
  tar: TarGzip,
): Promise<Error | undefined> {
  const { name, lab, events, runs } = content;
  await files.addAlways([README], readme(name, new Date()));
  await files.addShort(['lab.json'], `${JSON.stringify(lab, undefined, 2)}\n`);
  await files.addText(['activity.jsonl'], jsonLines(events), {
    wholePieces: true,
  });
  for (const { file, text } of namedRuns(runs)) {
    await files.addText(['provisioning', file], text, { wholePieces: false });
  }
  return addCluster(content, files, tar);
}

async function addCluster(
  content: LogArchiveContent,
  files: ArchiveFiles,
  tar: TarGzip,
): Promise<Error | undefined> {
  if (files.room === 0) {
    files.leftOut.add('cluster', 'no room');
    return undefined;
  }
  const { signal } = tar;
  const gathering = content.cluster({ maxBytes: files.room, signal });
  let found: ClusterLogFiles;
  try {
    found = await tar.flushUntil(gathering);
  } catch (error) {
    if (signal.aborted) {
      // Its directory can be removed only when all writes have ended.
      await gathering.catch(() => undefined);
      throw error;
    }
    const clusterError = toError(error);
    await files.addShort(
      ['cluster', NOT_EXPORTED],
      `The logs of the cluster could not be had: ${clusterError.message}\n`,
    );
    return clusterError;
  }
  if (found.truncated) {
    files.leftOut.add('cluster', 'has more logs than there is room for');
  }
  for await (const { path, problem } of filesBelow(found.directory)) {
    signal.throwIfAborted();
    if (problem) {
      files.leftOut.add(['cluster', ...path.map(safeName)].join('/'), problem);
    } else {
      await files.addFile(['cluster', ...path], join(found.directory, ...path));
    }
  }
  return undefined;
}

async function* jsonLines(
  events: AsyncIterable<object>,
): AsyncGenerator<string, void> {
  for await (const event of events) {
    yield `${JSON.stringify(event)}\n`;
  }
}

/** A second run of an attempt is `attempt-1-2.log`. */
function namedRuns(
  runs: readonly ProvisioningRun[],
): { file: string; text: AsyncIterable<string> }[] {
  const counts = new Map<number, number>();
  return runs.map(({ attempt, text }) => {
    const count = (counts.get(attempt) ?? 0) + 1;
    counts.set(attempt, count);
    return {
      file: `attempt-${attempt}${count > 1 ? `-${count}` : ''}.log`,
      text,
    };
  });
}

/** The first file of the archive: what is what. */
function readme(labName: string, madeAt: Date): string {
  return `Logs of the lab "${labName}", gathered on ${madeAt.toISOString()}.

lab.json
  The lab, as the portal's API shows it.
activity.jsonl
  What happened to it, the oldest first: one event in JSON on each line.
provisioning/attempt-<n>.log
  What was printed while its cluster was made, for each attempt. An attempt that was
  interrupted and taken up again has several: attempt-1.log, attempt-1-2.log.
cluster/
  What the cluster's nodes and containers have logged, with a folder for each node.
  What would tell of the machine that the lab runs on is not among it.
TRUNCATED.txt
  Only there when this archive does not have everything: what is left out, and why.

All times are in UTC, unless a log says otherwise. Secrets that could be recognised
in the logs of the cluster are written as [redacted]; what your own programs have
logged may still hold some: look before you pass this archive on.
`;
}
