import { LAB_STATUSES } from '../labs';
import { aLab, InMemoryLabApi } from '../testUtils';
import { AWAITED_LAB_STATUSES, awaitLab, labOutcome } from './awaitLab';

describe('labOutcome', () => {
  const UNREACHABLE: Record<string, string> = {
    ERROR: 'failed',
    DELETING: 'deleted',
    DELETED: 'deleted',
  };

  it.each(
    AWAITED_LAB_STATUSES.flatMap(awaited =>
      LAB_STATUSES.map(status => [awaited, status] as const),
    ),
  )('of waiting for %s, in %s', (awaited, status) => {
    const unreached = awaited === 'DELETED' ? 'waiting' : UNREACHABLE[status];
    expect(labOutcome({ status }, awaited)).toBe(
      status === awaited ? 'reached' : unreached ?? 'waiting',
    );
  });
});

describe('awaitLab', () => {
  const wait = (api: InMemoryLabApi, id: string, seen: string[] = []) =>
    awaitLab(api, id, {
      awaited: 'RUNNING',
      signal: AbortSignal.timeout(10_000),
      isPassing: () => false,
      onLab: ({ status }) => seen.push(status),
    });

  it('ends when the lab has reached the status, and tells each change', async () => {
    const lab = aLab({ status: 'QUEUED' });
    const api = new InMemoryLabApi([lab]);
    const seen: string[] = [];
    const waiting = wait(api, lab.id, seen);
    await api.state.change(lab.id, { status: 'PROVISIONING' });
    while (!seen.includes('PROVISIONING')) {
      await new Promise(resolve => setTimeout(resolve));
    }

    await api.state.change(lab.id, { status: 'RUNNING' });

    expect(await waiting).toMatchObject({
      outcome: 'reached',
      lab: { status: 'RUNNING' },
    });
    expect(seen.at(-1)).toBe('RUNNING');
  });

  it.each([
    ['ERROR', 'failed'],
    ['DELETING', 'deleted'],
  ] as const)('ends when the lab is in %s', async (status, outcome) => {
    const lab = aLab({ status });

    expect(await wait(new InMemoryLabApi([lab]), lab.id)).toMatchObject({
      outcome,
      lab,
    });
  });

  it('passes on that there is no such lab', async () => {
    await expect(wait(new InMemoryLabApi(), 'none')).rejects.toMatchObject({
      statusCode: 404,
    });
  });
});
