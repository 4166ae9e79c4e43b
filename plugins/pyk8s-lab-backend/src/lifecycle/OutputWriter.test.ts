import { mockServices } from '@backstage/backend-test-utils';
import { aLab, at } from '../__testUtils__/builders';
import type { OutputPiece } from '../database';
import { OutputWriter } from './OutputWriter';

describe('OutputWriter', () => {
  let pieces: OutputPiece[];
  let append: (piece: OutputPiece) => Promise<void>;
  const logger = mockServices.logger.mock();

  beforeEach(() => {
    jest.useFakeTimers();
    pieces = [];
    append = async piece => {
      pieces.push(piece);
    };
  });
  afterEach(() => jest.useRealTimers());

  const aWriter = () =>
    OutputWriter.create({
      lab: aLab({ attempt: 2 }),
      logger,
      now: () => at(1),
      outputs: {
        append: piece => append(piece),
        runs: async () => [],
        lastRunId: async () => undefined,
        read: async () => [],
      },
    });
  const text = () => pieces.map(piece => piece.text).join('');
  const stamp = at(1).toISOString();

  it('writes lines that come together in one piece, with their times', async () => {
    const writer = aWriter();
    writer.line('one');
    writer.line('two');
    expect(pieces).toEqual([]);
    await jest.advanceTimersByTimeAsync(500);
    writer.line('three');
    await writer.end();
    expect(pieces).toEqual([
      {
        labId: aLab().id,
        runId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        attempt: 2,
        at: at(1),
        text: `${stamp} one\n${stamp} two\n`,
      },
      expect.objectContaining({
        runId: pieces[0].runId,
        text: `${stamp} three\n`,
      }),
    ]);
    await writer.end();
    expect(pieces).toHaveLength(2);
  });

  it('keeps order while the database is slow', async () => {
    let write: () => void = () => undefined;
    const first = new Promise<void>(resolve => {
      write = resolve;
    });
    append = async piece => {
      if (pieces.length === 0) {
        await first;
      }
      pieces.push(piece);
    };
    const writer = aWriter();
    writer.line('one');
    await jest.advanceTimersByTimeAsync(500);
    writer.line('two');
    const ended = writer.end();
    write();
    await ended;
    expect(text()).toBe(`${stamp} one\n${stamp} two\n`);
  });

  it('goes on when the database fails', async () => {
    append = async () => {
      throw new Error('away');
    };
    const writer = aWriter();
    writer.line('one');
    await writer.end();
    append = async piece => {
      pieces.push(piece);
    };
    writer.line('two');
    await writer.end();
    expect(text()).toBe(`${stamp} two\n`);
  });

  it('keeps one line of text, whatever is printed', async () => {
    const writer = aWriter();
    writer.line('\u001b[1;32m✓\u001b[0m Ready\u0000\r\n  ');
    writer.line('x'.repeat(5_000));
    await writer.end();
    const [first, second] = text().split('\n');
    expect(first).toBe(`${stamp} ✓ Ready`);
    expect(second).toBe(`${stamp} ${'x'.repeat(2_000)}`);
  });

  it('keeps so much of one run, and says that there was more', async () => {
    const writer = aWriter();
    for (let line = 0; line < 1_000; line += 1) {
      writer.line('x'.repeat(1_000));
    }
    writer.lastLine('Failed: no network');
    await writer.end();
    expect(text().length).toBeLessThan(263_000);
    expect(text()).toMatch(
      /\n… The rest of the output was discarded\.\n\S+Z Failed: no network\n$/,
    );
  });
});
