import { waitFor } from '@testing-library/react';
import { aJob, aLab, FakeLabApi } from '../__testUtils__';
import { aResponseError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common/testUtils';
import { imageSessionOf } from './sessions';

const MAX = 1_000;

describe('ImageImports', () => {
  const open = () => {
    const api = new FakeLabApi();
    const { imports, jobs } = imageSessionOf(aLab().id, api);
    const phases = () =>
      imports.getState().imports.map(({ name, phase }) => `${name} ${phase}`);
    const file = (name: string, size = 10) =>
      new File(['x'.repeat(size)], name);
    const mayLeave = () =>
      window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    return { api, imports, jobs, phases, file, mayLeave };
  };

  it('sends one file after the other, each when the one before is in', async () => {
    const { api, imports, phases, file, mayLeave } = open();
    expect(mayLeave()).toBe(true);
    imports.addFiles([file('a.tar'), file('b.tar')], MAX);
    await waitFor(() => expect(api.uploads).toHaveLength(1));
    expect(phases()).toEqual(['a.tar sending', 'b.tar waiting']);
    expect(api.upload.name).toBe('a.tar');
    expect(imports.isBusy).toBe(true);
    expect(mayLeave()).toBe(false);

    api.state.setJob(aJob());
    api.upload.accept(aJob());
    await waitFor(() => expect(phases()).toEqual(['b.tar waiting']));
    expect(api.uploads).toHaveLength(1);
    api.state.setJob(aJob({ status: 'SUCCEEDED' }));
    await waitFor(() => expect(api.uploads).toHaveLength(2));

    api.state.setJob(aJob({ id: 'job-2' }));
    api.upload.accept(aJob({ id: 'job-2' }));
    await waitFor(() => expect(imports.isBusy).toBe(false));
    expect(phases()).toEqual([]);
    expect(mayLeave()).toBe(true);
  });

  it('sends nothing that cannot fit, and the others all the same', async () => {
    const { api, imports, phases, file } = open();
    imports.addFiles([file('large.tar', MAX + 1), file('fits.tar', MAX)], MAX);
    await waitFor(() => expect(api.uploads).toHaveLength(1));
    expect(phases()).toEqual(['large.tar failed', 'fits.tar sending']);
    expect(imports.getState().imports[0].failure).toEqual({
      why: 'tooLarge',
      size: MAX + 1,
      maxSize: MAX,
    });
    imports.forget(1);
    expect(phases()).toEqual(['fits.tar sending']);
  });

  it("keeps the server's words, and goes on with the next", async () => {
    const { api, imports, phases, file } = open();
    imports.addFiles([file('a.tar'), file('b.tar')], MAX);
    await waitFor(() => expect(api.uploads).toHaveLength(1));
    api.upload.refuse(await aResponseError(400, 'InputError', 'No archive.'));
    await waitFor(() =>
      expect(phases()).toEqual(['a.tar failed', 'b.tar sending']),
    );
    expect(imports.getState().imports[0].failure).toEqual({
      why: 'other',
      message: 'No archive.',
    });
    api.upload.refuse(new TypeError('Failed to fetch'));
    await waitFor(() =>
      expect(imports.getState().imports[1].failure).toEqual({ why: 'broken' }),
    );
  });

  it('tries again what comes too early, but not for ever', async () => {
    const { api, imports, phases, file } = open();
    imports.addFiles([file('a.tar')], MAX);
    const busy = await aResponseError(429, 'TooMany', 'One at a time.');
    for (const count of [1, 2, 3]) {
      await waitFor(() => expect(api.uploads).toHaveLength(count));
      expect(phases()).toEqual(['a.tar sending']);
      api.upload.refuse(busy);
    }
    await waitFor(() => expect(phases()).toEqual(['a.tar failed']));
    expect(imports.getState().imports[0].failure).toEqual({
      why: 'other',
      message: 'One at a time.',
    });
  });

  it('waits for what others bring in', async () => {
    const { api, imports, phases, file } = open();
    api.state.setJob(aJob({ createdBy: 'user:default/grace' }));
    imports.addFiles([file('a.tar')], MAX);
    await waitFor(() => expect(api.listJobs).toHaveBeenCalledTimes(1));
    expect(phases()).toEqual(['a.tar waiting']);
    api.state.setJob(aJob({ status: 'SUCCEEDED' }));
    await waitFor(() => expect(phases()).toEqual(['a.tar sending']));
  });

  it('cancels what is sent with its job, and what waits', async () => {
    const { api, imports, phases, file } = open();
    imports.addFiles([file('a.tar'), file('b.tar'), file('c.tar')], MAX);
    await waitFor(() => expect(api.uploads).toHaveLength(1));
    imports.cancel(2);
    expect(phases()).toEqual(['a.tar sending', 'c.tar waiting']);
    api.state.setJob(aJob());
    await imports.cancel(1, aJob());
    expect(api.uploads[0].signal?.aborted).toBe(true);
    expect(api.cancelJob).toHaveBeenCalledWith('job-1');
    await waitFor(() =>
      expect(phases()).toEqual(['a.tar cancelled', 'c.tar sending']),
    );
  });

  it('asks for an image of the lab host by its name', async () => {
    const { api, imports } = open();
    imports.addHostImage('my-app:1.0');
    await waitFor(() => expect(api.uploads).toHaveLength(1));
    expect(api.upload.source).toEqual({ image: 'my-app:1.0' });
    expect(api.upload.name).toBeUndefined();
  });
});
