import type { LabStreamFrame } from '../labs';
import type { Lab } from '../schema/openapi/generated/models';
import { followLab } from './followLab';
import type { StreamLabsOptions } from './queries';

const lab = (version: number) => ({ id: 'a', version } as Lab);
const event = (seq: number, version: number) =>
  ({ seq, type: 'lab.updated', lab: lab(version) } as LabStreamFrame);

/** Follows a lab through given responses and streams, until they end. */
async function follow(
  answers: (number | Error)[],
  streams: (LabStreamFrame[] | Error)[],
) {
  const ended = new AbortController();
  const opened: StreamLabsOptions[] = [];
  const pauses: number[] = [];
  const seen: number[] = [];
  const onBreak = jest.fn();
  const labs = {
    getLab: async () => {
      const answer = answers.shift();
      if (answer instanceof Error) {
        throw answer;
      }
      return answer === undefined
        ? new Promise<Lab>(() => ended.abort(new Error('over')))
        : lab(answer);
    },
    async *streamLabs(options: StreamLabsOptions = {}) {
      opened.push(options);
      const frames = streams.shift() ?? [];
      if (frames instanceof Error) {
        throw frames;
      }
      yield* frames;
    },
  };
  const following = followLab(labs, 'a', {
    signal: ended.signal,
    isPassing: error => String(error).includes('restarting'),
    onBreak,
    pause: async ms => {
      pauses.push(ms);
    },
  });
  const error = await (async () => {
    for await (const { version } of following) {
      seen.push(version);
    }
    return undefined;
  })().catch(thrown => thrown.message);
  return {
    seen,
    error,
    pauses,
    breaks: onBreak.mock.calls.length,
    from: opened.map(({ lastEventId }) => lastEventId),
  };
}

describe('followLab', () => {
  it('yields changes, and resumes after the last event', async () => {
    const { seen, from, error } = await follow(
      [1, 2],
      [[event(7, 3), event(8, 2)], [event(9, 4)]],
    );
    expect(seen).toEqual([1, 3, 4]);
    expect(from).toEqual([0, 8]);
    expect(error).toBe('over');
  });

  it('yields the same version again, as for another position in the queue', async () => {
    const { seen } = await follow([1], [[event(1, 1)]]);
    expect(seen).toEqual([1, 1]);
  });

  it('polls with a growing delay when no stream opens', async () => {
    const blocked = new Error('blocked');
    const { seen, pauses, breaks } = await follow(
      [1, new Error('restarting'), 2, 3, 4, 5],
      Array(6).fill(blocked),
    );
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000]);
    expect(breaks).toBe(1);
  });

  it('throws when the lab cannot be read', async () => {
    const { error, seen } = await follow([1, new Error('not yours')], [[]]);
    expect(seen).toEqual([1]);
    expect(error).toBe('not yours');
  });
});
