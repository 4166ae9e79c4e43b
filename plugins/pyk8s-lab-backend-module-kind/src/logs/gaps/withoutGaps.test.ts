import type { FollowedLog, LogFile } from './LogFileLookup';
import { logTime } from './logTime';
import { withoutGaps as madeWhole } from './withoutGaps';

const MISSING = /^… Lines may be missing here: /m;
/** Options of a log that was opened before all its lines. */
const withoutGaps = (
  log: FollowedLog,
  options: Parameters<typeof madeWhole>[1] = {},
) => madeWhole(log, { openedMs: 0, ...options });
const text = async (log: AsyncIterable<Uint8Array>) => {
  const taken: Uint8Array[] = [];
  for await (const chunk of log) {
    taken.push(chunk);
  }
  return Buffer.concat(taken).toString();
};
const line = (second: number, nanos = 0) =>
  `2026-12-01T09:00:${String(second).padStart(2, '0')}.${String(nanos).padStart(
    9,
    '0',
  )}Z line ${second}\n`;
const lines = (...seconds: number[]) => seconds.map(n => line(n)).join('');

async function* chunks(...pieces: string[]) {
  for (const one of pieces) {
    yield Buffer.from(one);
  }
}

/** A file of the log; the current one is never read as a file. */
function file(content: string, isCurrent = false): LogFile {
  return {
    begins: logTime(content) ?? 0n,
    isCurrent,
    run: 0,
    read: () =>
      isCurrent ? chunks('the current file was read\n') : chunks(content),
  };
}

describe('withoutGaps', () => {
  const log = (
    followed: () => AsyncIterable<Uint8Array>,
    files: LogFile[],
  ): FollowedLog & { lists: number } => ({
    lists: 0,
    follow: followed,
    async files() {
      this.lists += 1;
      return files;
    },
  });

  it('passes a log without gaps on, and lists files only at its end', async () => {
    const followed = log(() => chunks(lines(1, 2, 5), lines(9)), []);
    expect(await text(withoutGaps(followed))).toBe(lines(1, 2, 5, 9));
    expect(followed.lists).toBe(1);
  });

  it('lists files, and adds nothing, when the container was silent', async () => {
    const files = [file(lines(1)), file(lines(2, 20), true)];
    const followed = log(() => chunks(lines(1, 2, 20)), files);
    expect(await text(withoutGaps(followed))).toBe(lines(1, 2, 20));
    expect(followed.lists).toBe(2);
  });

  it.each([1, 7, 25, 64, 1_000])(
    'reads the files that the kubelet skipped, in pieces of %s bytes',
    async size => {
      const files = [
        file(lines(1, 2)),
        file(line(2, 1) + lines(3, 10)),
        file(lines(11, 19)),
        file(lines(20, 21), true),
      ];
      const whole = lines(1, 2) + lines(20, 21);
      const pieces = whole.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      const followed = log(() => chunks(...pieces), files);
      expect(await text(withoutGaps(followed))).toBe(
        lines(1, 2) + line(2, 1) + lines(3, 10, 11, 19) + lines(20, 21),
      );
    },
  );

  it('reads a file once that starts with the second part of a line', async () => {
    const files = [
      file(lines(1, 2)),
      file(lines(3, 10)),
      // The kubelet prints this first entry as the end of the last line that it has read.
      file(line(11) + lines(20, 21)),
      file(lines(30), true),
    ];
    const followed = log(
      () => chunks(`${lines(1, 2)}ond part\n${lines(20, 21)}${lines(30)}`),
      files,
    );
    expect(await text(withoutGaps(followed))).toBe(
      `${lines(1, 2)}ond part\n${lines(3, 10)}${lines(20, 21)}${lines(30)}`,
    );
  });

  it('drops repeated lines after skipped files', async () => {
    const begin = lines(20, 21);
    const many = Array.from({ length: 5_000 }, (_, n) => line(22, n)).join('');
    const files = [file(lines(1)), file(lines(10)), file(begin, true)];
    const current = begin + many;
    const followed = log(
      () => chunks(lines(1), current, current, `${current}${lines(23)}`),
      files,
    );
    const all = lines(1, 10) + current + lines(23);
    expect((await text(withoutGaps(followed))) === all).toBe(true);
    // One for the jump, which also finds the repeats, and one at the end.
    expect(followed.lists).toBe(2);
  });

  it('ignores jumps in lines from before', async () => {
    const followed = log(
      () => chunks(...[1, 11, 21, 31, 41].map(n => line(n))),
      [file(lines(1), true)],
    );
    const openedMs = Date.parse('2026-12-01T09:00:31Z');
    expect(await text(withoutGaps(followed, { openedMs }))).toBe(
      lines(1, 11, 21, 31, 41),
    );
    // For the last line, and at the end.
    expect(followed.lists).toBe(2);
  });

  it('limits the rate of listing, however often the time jumps', async () => {
    const many = Array.from({ length: 500 }, (_, n) =>
      line(n % 2 ? 40 : 10, n),
    );
    const files = [file(lines(1), true)];
    const apart = log(() => chunks(...many), files);
    expect(await text(withoutGaps(apart))).toBe(many.join(''));
    expect(apart.lists).toBe(21);
    const together = log(() => chunks(many.join('')), files);
    expect(await text(withoutGaps(together))).toBe(many.join(''));
    expect(together.lists).toBe(2);
  });

  it('leaves a file even if the rate of jumps exceeds the limit', async () => {
    const many = Array.from({ length: 60 }, (_, n) => line(n % 2 ? 20 : 10, n));
    const followed = log(
      () => chunks(),
      [file(lines(1)), file(lines(30), true)],
    );
    followed.follow = async function* follow(from) {
      if (from === 'current') {
        yield Buffer.from(lines(30));
        return;
      }
      yield* chunks(...many);
      await new Promise(() => undefined);
    };
    expect(await text(withoutGaps(followed, { quietMs: 10 }))).toBe(
      many.join('') + lines(30),
    );
  });

  it('needs no list for lines older than a known file', async () => {
    const sent = [1, 11, 21, 31, 41].map(n => line(n));
    const files = [1, 11, 21, 31].map(n => file(line(n)));
    const followed = log(
      () => chunks(...sent),
      [...files, file(line(41), true)],
    );
    expect(await text(withoutGaps(followed))).toBe(sent.join(''));
    expect(followed.lists).toBe(2);
  });

  describe('of a container that has ended', () => {
    const ended = (content: string, run = 0): LogFile => ({
      ...file(content, true),
      run,
      read: () => chunks(content),
    });

    it('reads the files that the kubelet did not reach', async () => {
      const files = [
        file(lines(1, 2)),
        file(lines(3, 4, 15)),
        ended(lines(16, 17)),
        // Of the next run, which is another log.
        ended(lines(30), 1),
      ];
      const followed = log(() => chunks(lines(1, 2)), files);
      expect(await text(withoutGaps(followed))).toBe(
        lines(1, 2, 3, 4, 15, 16, 17),
      );
      expect(followed.lists).toBe(1);
    });

    it('reads none when its log was read to the end', async () => {
      const followed = log(
        () => chunks(lines(1, 2)),
        [ended(lines(1, 2)), ended(lines(30), 1)],
      );
      expect(await text(withoutGaps(followed))).toBe(lines(1, 2));
    });

    it('reports a deleted file', async () => {
      const files = [file(lines(3, 4)), ended(lines(5, 6))];
      const followed = log(() => chunks(lines(1, 2)), files);
      expect(await text(withoutGaps(followed))).toMatch(
        new RegExp(`^${lines(1, 2)}… Lines may .*\n${lines(3, 4, 5, 6)}$`),
      );
    });

    it('repeats no line', async () => {
      const files = [file(lines(1, 2)), ended(lines(3, 4) + lines(3, 4, 5))];
      const followed = log(() => chunks(lines(1, 2)), files);
      expect(await text(withoutGaps(followed))).toBe(lines(1, 2, 3, 4, 5));
    });
  });

  it('reports a deleted or unreadable file', async () => {
    const followed = () => chunks(lines(1, 2, 20));
    const deleted = [file(lines(11, 19)), file(lines(20), true)];
    expect(await text(withoutGaps(log(followed, deleted)))).toMatch(
      new RegExp(`^${lines(1, 2)}… Lines may .*\n${lines(11, 19, 20)}$`),
    );
    const broken: LogFile = {
      ...file(lines(11)),
      read: () => {
        throw new Error('404');
      },
    };
    const files = [file(lines(1)), broken, file(lines(20), true)];
    expect(await text(withoutGaps(log(followed, files)))).toMatch(MISSING);
  });

  it('continues when the files cannot be listed', async () => {
    const followed = log(() => chunks(lines(1, 20)), []);
    followed.files = async () => {
      throw new Error('no file server');
    };
    expect(await text(withoutGaps(followed))).toBe(lines(1, 20));
  });

  it('leaves a file that the container no longer writes', async () => {
    const ended: string[] = [];
    const followed: FollowedLog = {
      async *follow(from, signal) {
        signal.addEventListener('abort', () => ended.push(from));
        if (from === 'current') {
          yield Buffer.from(lines(20, 21));
          return;
        }
        yield Buffer.from(lines(1, 2));
        await new Promise(() => undefined);
      },
      files: async () => [
        file(lines(1, 2)),
        file(lines(3, 10)),
        file(lines(20, 21), true),
      ],
    };
    expect(await text(withoutGaps(followed, { quietMs: 10 }))).toBe(
      lines(1, 2, 3, 10, 20, 21),
    );
    expect(ended).toContain('tail');
  });

  it('keeps the file, and lists once, while a container is silent', async () => {
    let say: () => void = () => undefined;
    const said = new Promise<void>(resolve => {
      say = resolve;
    });
    const followed = log(
      async function* follow() {
        yield Buffer.from(lines(1));
        await said;
        yield Buffer.from(lines(2));
      },
      [file(lines(1), true)],
    );
    const { files } = followed;
    let looked: () => void = () => undefined;
    const hasLooked = new Promise<void>(resolve => {
      looked = resolve;
    });
    followed.files = async () => {
      looked();
      return files.call(followed);
    };
    const all = text(withoutGaps(followed, { quietMs: 5 }));
    await hasLooked;
    say();
    expect(await all).toBe(lines(1, 2));
    // And once at the end.
    expect(followed.lists).toBe(2);
  });

  it('reads as fast as it is consumed, and ends with its reader', async () => {
    let isEnded = false;
    let taken = 0;
    const followed = log(async function* follow() {
      try {
        for (;;) {
          taken += 1;
          yield Buffer.from(line(1));
        }
      } finally {
        isEnded = true;
      }
    }, []);
    for await (const chunk of withoutGaps(followed)) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect([taken, isEnded]).toEqual([1, true]);
  });
});
