import { toastApiRef } from '@backstage/frontend-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aJob,
  aLab,
  aResponseError,
  FakeLabApi,
  someOptions,
} from './__testUtils__';
import { openCreateDialog } from './__testUtils__/openCreateDialog';
import { openLab, renderLabs } from './__testUtils__/renderLabs';
import { labApiRef } from './api';
import { type LabActions, useLabActions } from './hooks';
import { outcomeOf } from './analytics';

describe('outcomeOf', () => {
  it.each([
    [403, 'refused'],
    [429, 'refused'],
    [500, 'failed'],
  ])('takes an answer of %d for %s', async (status, outcome) => {
    const error = await aResponseError(status, 'SomeError', 'No.');
    expect(outcomeOf(error)).toBe(outcome);
  });

  it('takes for failed what the portal did not answer', () => {
    expect(outcomeOf(new TypeError('Failed to fetch'))).toBe('failed');
  });
});

const button = (name: string) => screen.findByRole('button', { name });
const refusal = () => aResponseError(403, 'NotAllowedError', 'No.');

describe('what analytics hear of', () => {
  beforeEach(() => {
    Object.assign(URL, {
      createObjectURL: () => 'blob:x',
      revokeObjectURL: () => {},
    });
    jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(() => {});
  });
  afterEach(() => jest.restoreAllMocks());

  it.each<[string, keyof FakeLabApi, (actions: LabActions) => unknown]>([
    ['extend', 'updateLab', actions => actions.extend('1h')],
    ['pause', 'pauseLab', actions => actions.pause()],
    ['resume', 'resumeLab', actions => actions.resume()],
    ['recreate', 'retryLab', actions => actions.recreate()],
    [
      'hand-over',
      'updateLab',
      actions => actions.handOver('group:default/secret-project', 'Secret'),
    ],
    ['delete', 'deleteLab', actions => actions.remove()],
  ])('to %s a lab', async (verb, call, act) => {
    const lab = aLab({ name: 'secret-name', provider: 'simulated' });
    const api = new FakeLabApi([lab]);
    const analytics = mockApis.analytics();
    const Act = () => {
      const actions = useLabActions(lab, () => {});
      return <button onClick={() => act(actions)}>Act</button>;
    };
    renderInTestApp(<Act />, {
      apis: [
        [labApiRef, api],
        [toastApiRef, { post: () => ({ close: () => {} }) }],
        analytics,
      ],
    });
    const captured = () =>
      analytics.getEvents().filter(({ action }) => action !== 'navigate');
    await userEvent.click(await button('Act'));
    await waitFor(() => expect(captured()).toHaveLength(1));
    Object.assign(api, {
      [call]: jest.fn().mockRejectedValue(await refusal()),
    });
    await userEvent.click(await button('Act'));
    await waitFor(() => expect(captured()).toHaveLength(2));

    expect(captured()).toMatchObject([
      {
        action: verb,
        subject: 'lab',
        attributes: { provider: 'simulated', outcome: 'success' },
      },
      {
        action: verb,
        subject: 'lab',
        attributes: { provider: 'simulated', outcome: 'refused' },
      },
    ]);
    expect(JSON.stringify(captured())).not.toMatch(/secret/i);
    expect(JSON.stringify(captured())).not.toContain(lab.id);
  });

  it('a lab that is made, and one that is refused', async () => {
    const api = new FakeLabApi();
    api.createLab.mockRejectedValueOnce(
      await aResponseError(429, 'TooManyRequestsError', 'Three at most.'),
    );
    const { user, submit, captured } = await openCreateDialog(api);
    await user.click(submit);
    await waitFor(() => expect(captured()).toHaveLength(1));
    await user.click(submit);
    await waitFor(() => expect(captured().length).toBeGreaterThan(1));
    expect(captured().slice(0, 2)).toEqual([
      ['create', 'lab', { provider: 'kind', outcome: 'refused' }],
      ['create', 'lab', { provider: 'kind', outcome: 'success' }],
    ]);
  });

  it('a kubeconfig, and for whom it is', async () => {
    const { user, api, captured } = await openLab(aLab(), '/connection');
    await user.click(await button('Download kubeconfig'));
    await waitFor(() => expect(captured()).toHaveLength(1));
    api.getKubeconfig.mockRejectedValueOnce(new Error('It broke.'));
    await user.click(await button('Download viewer kubeconfig'));
    await waitFor(() => expect(captured()).toHaveLength(2));
    const provider = 'kind';
    expect(captured()).toEqual([
      [
        'download',
        'kubeconfig',
        { provider, role: 'owner', outcome: 'success' },
      ],
      [
        'download',
        'kubeconfig',
        { provider, role: 'viewer', outcome: 'failed' },
      ],
    ]);
  });

  it('a command and how it ended, not what it was', async () => {
    const { user, api, captured } = await openLab(aLab(), '/console');
    const field = await screen.findByRole('textbox', { name: 'Command' });
    const run = async (end: () => void) => {
      const before = captured().length;
      await user.type(field, 'kubectl get secret-name{Enter}');
      end();
      await waitFor(() => expect(captured()).toHaveLength(before + 1));
    };
    // Nothing is run, so nothing is told.
    await user.type(field, '{Enter}');
    await run(() => api.command.exit());
    await run(() => api.command.exit({ exitCode: 1 }));
    await run(() => api.command.break(new TypeError('Failed to fetch')));
    const refused = await refusal();
    await run(() => api.command.break(refused));
    await user.type(field, 'kubectl get pods -w{Enter}{Escape}');
    await waitFor(() => expect(captured()).toHaveLength(5));
    expect(captured()).toEqual(
      ['success', 'failed', 'failed', 'refused', 'cancelled'].map(outcome => [
        'run',
        'command',
        { provider: 'kind', outcome },
      ]),
    );
  });

  it('a log that is opened and saved, and an archive of all', async () => {
    const { user, api, captured } = await openLab(
      aLab(),
      '/logs?source=node&unit=kubelet',
    );
    await waitFor(() => expect(api.logs).toHaveLength(1));
    api.log.write('a');
    await screen.findByText('a');
    await user.click(await button('Download the log'));
    await user.click(await button('Download everything'));
    await waitFor(() => expect(api.archives).toHaveLength(1));
    api.archive.end();
    await waitFor(() => expect(captured()).toHaveLength(3));
    await user.click(await button('Download everything'));
    await waitFor(() => expect(api.archives).toHaveLength(2));
    await user.click(await button('Cancel'));
    await waitFor(() => expect(captured()).toHaveLength(4));
    const provider = 'kind';
    expect(captured()).toEqual([
      ['open', 'log', { provider, source: 'node' }],
      ['download', 'log', { provider, source: 'node' }],
      ['download', 'log-archive', { provider, outcome: 'success' }],
      ['download', 'log-archive', { provider, outcome: 'cancelled' }],
    ]);
  });

  it('imports of images, without their names', async () => {
    const api = new FakeLabApi([aLab()]);
    api.options = someOptions({
      images: { maxArchiveBytes: 2 ** 30, hostImages: ['*'] },
    });
    const { user, captured } = renderLabs(`/labs/${aLab().id}/images`, api);
    const bringIn = await button('Import');
    await user.upload(
      screen.getByLabelText('Image archives'),
      new File(['x'], 'secret.tar'),
    );
    await waitFor(() => expect(api.uploads).toHaveLength(1));
    api.upload.accept(aJob({ status: 'SUCCEEDED' }));
    await waitFor(() => expect(captured()).toHaveLength(1));
    await user.type(
      screen.getByRole('textbox', { name: 'Image of the lab host' }),
      'secret:1.0',
    );
    await user.click(bringIn);
    await waitFor(() => expect(api.uploads).toHaveLength(2));
    api.upload.refuse(await refusal());
    await waitFor(() => expect(captured()).toHaveLength(2));
    expect(captured()).toEqual([
      [
        'import',
        'image',
        { provider: 'kind', from: 'file', outcome: 'success' },
      ],
      [
        'import',
        'image',
        { provider: 'kind', from: 'lab-host', outcome: 'refused' },
      ],
    ]);
  });
});
