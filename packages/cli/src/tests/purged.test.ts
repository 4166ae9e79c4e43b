import { TestPortal } from '../__testUtils__';
import { waitForLab } from '../labs';

jest.setTimeout(60_000);

const GONE = '0b9f5a1e-0000-4000-8000-00000000dead';

describe('waiting for a lab that is no longer stored', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await TestPortal.start();
  });
  afterAll(async () => portal.stop());

  const wait = async (awaited: 'DELETED' | 'RUNNING') => {
    const labs = portal.labs();
    const lab = await labs.createLab({ name: `was-${awaited.toLowerCase()}` });
    return waitForLab(
      labs,
      { ...lab, id: GONE },
      {
        awaited,
        timeoutSeconds: 10,
        onLab: () => undefined,
        interrupted: new AbortController().signal,
      },
    );
  };

  it('succeeds for DELETED, and fails otherwise', async () => {
    expect(await wait('DELETED')).toMatchObject({
      id: GONE,
      status: 'DELETED',
    });
    await expect(wait('RUNNING')).rejects.toMatchObject({ statusCode: 404 });
  });
});
