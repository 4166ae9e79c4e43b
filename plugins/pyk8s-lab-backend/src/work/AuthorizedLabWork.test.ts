import { mockCredentials } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import type { LabJob } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Readable } from 'node:stream';
import type { JobOutcome } from '../jobs';
import type { LabGate } from '../permissions';
import { AuthorizedLabWork } from './AuthorizedLabWork';
import type { LabWork } from './LabWork';

const alice = {
  userRef: 'user:default/alice',
  ownershipRefs: ['user:default/alice'],
  credentials: mockCredentials.user('user:default/alice'),
};

describe('the right to an import', () => {
  let assertMay: jest.Mock;
  let end: (outcome: JobOutcome) => void;
  let signal: AbortSignal | undefined;
  let work: AuthorizedLabWork;

  beforeEach(() => {
    signal = undefined;
    assertMay = jest.fn(async () => ({ entitled: alice }));
    const done = new Promise<JobOutcome>(resolve => {
      end = resolve;
    });
    const inner: Pick<LabWork, 'importImage'> = {
      importImage: async (_id, _source, _caller, options) => {
        signal = options.signal;
        return { job: { id: 'a-job' } as LabJob, done };
      },
    };
    work = AuthorizedLabWork.create({
      inner: inner as LabWork,
      gate: { assertMay } as unknown as LabGate,
      watch: { askAgainMs: 5 },
    });
  });

  const begin = () =>
    work.importImage('a-lab', { archive: Readable.from([]) }, alice, {
      sending: new AbortController().signal,
    });

  it('is asked again after the request has its answer, and ends the job when it is gone', async () => {
    await begin();
    expect(signal?.aborted).toBe(false);
    const lost = new NotFoundError('There is no lab');
    assertMay.mockRejectedValue(lost);
    await new Promise(resolve => signal?.addEventListener('abort', resolve));
    expect(signal?.reason).toBe(lost);
    end({ message: '' });
  });

  it('begins nothing that is refused', async () => {
    assertMay.mockRejectedValue(new NotFoundError('There is no lab'));
    await expect(begin()).rejects.toThrow('There is no lab');
    expect(signal).toBeUndefined();
  });
});
