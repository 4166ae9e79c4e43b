import { mockServices } from '@backstage/backend-test-utils';
import {
  mkdir,
  mkdtemp,
  readdir,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { eventually } from '../__testUtils__/eventually';
import { TemporaryFiles } from './TemporaryFiles';

const MINUTE_MS = 60_000;
const START = Date.parse('2026-12-01T09:00:00Z');

describe('TemporaryFiles', () => {
  const logger = mockServices.logger.mock();
  const folders: TemporaryFiles[] = [];
  let directory: string;
  let now: number;

  const open = async (base = directory) => {
    const temporaryFiles = await TemporaryFiles.create({
      directory: base,
      logger,
      now: () => new Date(now),
    });
    folders.push(temporaryFiles);
    return temporaryFiles;
  };
  /** What some portal has left there, and touched last at a time. */
  const left = async (name: string, touchedAt: number) => {
    const path = join(directory, name);
    await mkdir(path);
    await writeFile(join(path, 'archive.tar'), 'content');
    await utimes(path, new Date(touchedAt), new Date(touchedAt));
  };
  const touchedAt = async (place: { directory: string }) =>
    (await stat(place.directory)).mtimeMs;
  /** Time goes by, and the timers of all folders with it. */
  const pass = async (minutes: number) => {
    for (let count = 0; count < minutes; count += 1) {
      now += MINUTE_MS;
      await jest.advanceTimersByTimeAsync(MINUTE_MS);
    }
  };

  beforeEach(async () => {
    jest.useFakeTimers({
      doNotFake: [
        'nextTick',
        'setImmediate',
        'queueMicrotask',
        'setTimeout',
        'Date',
      ],
    });
    now = START;
    directory = await mkdtemp(join(tmpdir(), 'temporaryFiles-test-'));
  });
  afterEach(async () => {
    folders.splice(0).forEach(temporaryFiles => temporaryFiles.close());
    jest.useRealTimers();
    jest.clearAllMocks();
    await rm(directory, { recursive: true });
  });

  it('gives out places for its own user alone, and takes them back', async () => {
    const place = await (await open()).place();
    // eslint-disable-next-line no-bitwise
    expect((await stat(place.directory)).mode & 0o777).toBe(0o700);
    await writeFile(join(place.directory, 'archive.tar'), 'content');
    await place.remove();
    await place.remove();
    expect(await readdir(directory)).toEqual([]);
    // It is looked after no longer.
    await pass(2);
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it('makes the directory that it is to use', async () => {
    const inside = join(directory, 'not/there/yet');
    const place = await (await open(inside)).place();
    expect(await readdir(inside)).toEqual([basename(place.directory)]);
  });

  it('removes only old files at its start', async () => {
    const longAgo = START - 16 * MINUTE_MS;
    await left('pyk8s-lab-spool-abc123', longAgo);
    await left('pyk8s-lab-spool-another-host-1-0123abcd-xyz', longAgo);
    await left('pyk8s-lab-spool-inuse1', START - 14 * MINUTE_MS);
    await left('pyk8s-lab-spool-ahead1', START + 5 * MINUTE_MS);
    await left('somebody-elses', longAgo);
    await symlink(
      join(directory, 'somebody-elses'),
      join(directory, 'pyk8s-lab-spool-linked'),
    );
    await open();
    expect((await readdir(directory)).sort()).toEqual([
      'pyk8s-lab-spool-ahead1',
      'pyk8s-lab-spool-inuse1',
      'pyk8s-lab-spool-linked',
      'somebody-elses',
    ]);
    expect(await readdir(join(directory, 'somebody-elses'))).toEqual([
      'archive.tar',
    ]);
  });

  it('keeps its places from others for as long as it lives', async () => {
    const place = await (await open()).place();
    await open();
    expect(await touchedAt(place)).toBe(START);
    // An hour in steps: the disk is not as fast as this clock, and a sweep would find
    // what has not been touched yet. Of two touches, the earlier may come last.
    const touchedLately = async () =>
      now - (await touchedAt(place)) <= 5 * MINUTE_MS;
    for (let minutes = 0; minutes < 60; minutes += 5) {
      await pass(5);
      await eventually(touchedLately);
    }
    // One that starts now finds it in use, too.
    await open();
    expect(await readdir(directory)).toEqual([basename(place.directory)]);
  });

  it('removes while it runs what another left that was killed', async () => {
    const killed = await open();
    await killed.place();
    const own = await (await open()).place();
    killed.close();
    await pass(10);
    expect(await readdir(directory)).toHaveLength(2);
    await pass(10);
    await eventually(async () => (await readdir(directory)).length === 1);
    expect(await readdir(directory)).toEqual([basename(own.directory)]);
  });

  it('touches and removes nothing once it is closed', async () => {
    const temporaryFiles = await open();
    const place = await temporaryFiles.place();
    temporaryFiles.close();
    await left('pyk8s-lab-spool-abc123', START);
    await pass(40);
    expect(await touchedAt(place)).toBe(START);
    expect(await readdir(directory)).toHaveLength(2);
    expect(jest.getTimerCount()).toBe(0);
  });
});
