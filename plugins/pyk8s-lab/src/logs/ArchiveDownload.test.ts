import { waitFor } from '@testing-library/react';
import { FakeLabApi } from '../__testUtils__';
import { aResponseError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common/testUtils';
import { ArchiveDownload } from './ArchiveDownload';

describe('ArchiveDownload', () => {
  const open = () => {
    const api = new FakeLabApi();
    const download = ArchiveDownload.create({
      labId: 'lab',
      api,
      onceBefore: callback => callback(),
    });
    const saved: Blob[] = [];
    const start = () => download.start(archive => saved.push(archive));
    return { api, download, saved, start };
  };

  it('puts the pieces together, and says how much has come', async () => {
    const { api, download, saved, start } = open();
    const done = start();
    await waitFor(() => expect(api.archives).toHaveLength(1));
    start();
    api.archive.write(20 * 2 ** 20);
    api.archive.write(5);
    await waitFor(() =>
      expect(download.getState()).toMatchObject({
        phase: 'making',
        bytes: 20 * 2 ** 20 + 5,
      }),
    );
    expect(saved).toEqual([]);
    api.archive.end();
    await done;
    expect(saved.map(({ size }) => size)).toEqual([20 * 2 ** 20 + 5]);
    expect(download.getState().phase).toBe('saved');
    expect(api.archives).toHaveLength(1);
  });

  it('saves nothing of what was cancelled, and can start again', async () => {
    const { api, download, saved, start } = open();
    const done = start();
    await waitFor(() => expect(api.archives).toHaveLength(1));
    api.archive.write(5);
    download.cancel();
    await done;
    expect(api.archive.signal?.aborted).toBe(true);
    expect(download.getState().phase).toBe('cancelled');
    expect(saved).toEqual([]);
    start();
    await waitFor(() => expect(api.archives).toHaveLength(2));
  });

  it('saves nothing of what broke off, and says why', async () => {
    const { api, download, saved, start } = open();
    const broken = start();
    await waitFor(() => expect(api.archives).toHaveLength(1));
    api.archive.write(5);
    api.archive.break(new TypeError('network error'));
    await broken;
    expect(download.getState()).toMatchObject({
      phase: 'failed',
      error: undefined,
    });
    expect(saved).toEqual([]);

    const refusal = await aResponseError(409, 'ConflictError', 'It is PAUSED.');
    api.getLabLogsArchive.mockRejectedValueOnce(refusal);
    await start();
    expect(download.getState()).toMatchObject({
      phase: 'failed',
      error: 'It is PAUSED.',
    });
  });
});
