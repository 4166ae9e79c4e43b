import { setTimeout as delay } from 'node:timers/promises';
import { LogFileLookup, type FollowedLog, type LogFile } from './LogFileLookup';
import { GAP_LINE, RepeatedLines } from './RepeatedLines';
import { LogJumps, type LogJump } from './LogJumps';
import { logTime } from './logTime';

/**
 * The kubelet checks the sizes of logs every ten seconds, so a skipped file is a jump of
 * about that size.
 */
const JUMP_MS = 5_000;
/** The silence after which the files of a log are checked. */
const QUIET_MS = 15_000;

/**
 * Follows a container's log completely even if its reader is slow. The kubelet reads a
 * file to its end and then opens the current one: it skips those between, and never
 * leaves a file that was rotated before its end was reached for the first time. When the
 * container ends, the kubelet stops at the end of its file. Skipped parts are read from
 * the files; if they were deleted, a line reports it. Repeated lines are dropped.
 *
 * @param options - openedMs: older lines existed when the log was opened; the kubelet
 *   reads them from one file
 */
export async function* withoutGaps(
  log: FollowedLog,
  options: { jumpMs?: number; quietMs?: number; openedMs?: number } = {},
): AsyncGenerator<Uint8Array, void> {
  const {
    jumpMs = JUMP_MS,
    quietMs = QUIET_MS,
    openedMs = Date.now(),
  } = options;
  const lookup = new LogFileLookup(() => log.files());
  const jumps = new LogJumps(jumpMs, openedMs);
  const repeats = new RepeatedLines(time => isBegin(lookup, time));
  async function* whole(lines: AsyncIterable<Uint8Array>) {
    for await (const some of lines) {
      for (const { bytes, jump } of jumps.take(some)) {
        if (jump) {
          yield* skipped(lookup, jump);
        }
        yield bytes;
      }
    }
  }
  async function* plain(lines: AsyncIterable<Uint8Array>) {
    for await (const some of lines) {
      yield* jumps.take(some).map(({ bytes }) => bytes);
    }
  }
  let following = begin(log, 'tail');
  // A container without output is not behind.
  let isKnown = true;
  try {
    for (;;) {
      const got = await following.within(isKnown ? undefined : quietMs);
      if (got === 'silent') {
        isKnown = true;
        lookup.outdate();
        if (await isLeftBehind(lookup, jumps.last)) {
          following.end();
          following = begin(log, 'current');
        }
        continue;
      }
      if (got.done) {
        break;
      }
      isKnown = false;
      lookup.outdate();
      yield* whole(repeats.take(got.value));
    }
    yield* whole(repeats.end());
    lookup.outdate();
    for await (const some of unread(lookup, jumps.last)) {
      if (some === GAP_LINE) {
        yield some;
      } else {
        yield* plain(repeats.take(some));
      }
    }
    yield* plain(repeats.end());
    yield jumps.end();
  } finally {
    following.end();
  }
}

function begin(log: FollowedLog, from: 'tail' | 'current') {
  const ended = new AbortController();
  const chunks = log.follow(from, ended.signal)[Symbol.asyncIterator]();
  let next: Promise<IteratorResult<Uint8Array>> | undefined;
  return {
    /** The next chunk, or undefined after a timeout, while the wait continues. */
    async within(ms: number | undefined) {
      next ??= chunks.next();
      const got =
        ms === undefined
          ? await next
          : await Promise.race([next, silence(ms, next)]);
      if (got !== 'silent') {
        next = undefined;
      }
      return got;
    },
    end(): void {
      ended.abort();
      next?.catch(() => undefined);
      chunks.return?.().catch(() => undefined);
    },
  };
}

async function silence(
  ms: number,
  unless: Promise<unknown>,
): Promise<'silent'> {
  const known = new AbortController();
  const stop = () => known.abort();
  unless.then(stop, stop);
  await delay(ms, undefined, { signal: known.signal }).catch(() => undefined);
  return 'silent';
}

/** Whether the kubelet reads a file that the container no longer writes. */
async function isLeftBehind(
  lookup: LogFileLookup,
  last: bigint | undefined,
): Promise<boolean> {
  if (last === undefined) {
    return false;
  }
  const found = filesOfRun(await lookup.filesNow(), last);
  return found.some(({ begins, isCurrent }) => isCurrent && begins > last);
}

/** Whether a file starts with a line of this time. */
async function isBegin(lookup: LogFileLookup, time: string): Promise<boolean> {
  const wanted = logTime(`${time} `);
  const startsThen = ({ begins }: LogFile) => begins === wanted;
  return (await lookup.files(files => files.some(startsThen))).some(startsThen);
}

async function* skipped(
  lookup: LogFileLookup,
  { after, before }: LogJump,
): AsyncGenerator<Uint8Array, void> {
  // When a file was listed, all older ones existed.
  const found = await lookup.files(files =>
    files.some(({ begins }) => begins >= before),
  );
  // The kubelet continues in the last file that starts before the line after the jump.
  // That line may not be the first of the file: the runtime splits a line at a rotation,
  // and the kubelet prints its second part without a timestamp.
  const next = found.findLast(({ begins }) => begins <= before);
  yield* linesAfter(
    after,
    found,
    file => file !== next && file.begins < before,
  );
}

/** The rest of the log after the last line of a container that has ended. */
async function* unread(
  lookup: LogFileLookup,
  last: bigint | undefined,
): AsyncGenerator<Uint8Array, void> {
  if (last !== undefined) {
    yield* linesAfter(
      last,
      filesOfRun(await lookup.filesNow(), last),
      () => true,
    );
  }
}

/** The files of the run of the last line: the next run has another log. */
function filesOfRun(files: readonly LogFile[], last: bigint): LogFile[] {
  const oldest = files.find(({ begins }) => begins > last);
  const { run } =
    files.findLast(({ begins }) => begins <= last) ?? oldest ?? {};
  return files.filter(file => file.run === run);
}

async function* linesAfter(
  after: bigint,
  found: readonly LogFile[],
  isWanted: (file: LogFile) => boolean,
): AsyncGenerator<Uint8Array, void> {
  if (found.length > 0 && !found.some(({ begins }) => begins <= after)) {
    // The file of the last line was deleted, and possibly later ones.
    yield GAP_LINE;
  }
  for (const file of found) {
    if (file.begins > after && isWanted(file)) {
      try {
        yield* file.read();
      } catch {
        yield GAP_LINE;
      }
    }
  }
}
