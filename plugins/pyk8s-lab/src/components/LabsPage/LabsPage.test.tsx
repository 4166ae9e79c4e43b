import { screen, waitFor, within } from '@testing-library/react';
import {
  aFailedLab,
  aLab,
  aProvisioningLab,
  anEvent,
  aResponseError,
  FakeLabApi,
  simulatedOptions,
} from '../../__testUtils__';
import { renderLabs } from '../../__testUtils__/renderLabs';

const rowOf = async (name: string) =>
  screen.findByRole('row', { name: new RegExp(name) });

const namesInTable = () =>
  within(screen.getByRole('grid', { name: 'Labs' }))
    .getAllByRole('rowheader')
    .map(cell => within(cell).getByRole('link').textContent);

const someLabs = () => [
  aLab({ id: '1', name: 'mine', purpose: 'Try Cilium' }),
  aProvisioningLab({
    id: '2',
    name: 'ours',
    owner: 'group:default/compilers',
    spec: { kubernetesVersion: 'v1.33.2', workers: 2 },
  }),
  aFailedLab({ id: '3', name: 'broken' }),
];

describe('LabsPage', () => {
  it('shows what people scan for', async () => {
    renderLabs('/labs', new FakeLabApi(someLabs()));
    const row = await rowOf('ours');
    // A long name is cut, and whole in the title.
    expect(within(row).getByTitle('compilers')).toHaveTextContent('compilers');
    expect(row).toHaveTextContent('Provisioning');
    expect(row).toHaveTextContent('Starting the control plane');
    expect(row).toHaveTextContent('v1.33.2');
    expect(within(row).getByTitle('Control plane + 2 workers')).toBeVisible();
    expect(row).toHaveTextContent('2h once ready');
    expect(within(row).getByRole('link', { name: 'ours' })).toHaveAttribute(
      'href',
      '/labs/2',
    );
  });

  it('follows what happens, over one stream and without asking again', async () => {
    const [lab] = someLabs();
    const api = new FakeLabApi([lab]);
    renderLabs('/labs', api);
    expect(await rowOf('mine')).toHaveTextContent('Running');
    expect(screen.getByText('Live')).toBeVisible();

    api.stream.push(
      anEvent(1, { ...lab, version: 2, status: 'DELETING' }),
      anEvent(2, aLab({ id: '9', name: 'brand-new' }), { type: 'lab.created' }),
    );
    expect(await rowOf('brand-new')).toBeVisible();
    expect(await rowOf('mine')).toHaveTextContent('Deleting');

    api.stream.push(anEvent(3, lab, { type: 'lab.deleted' }));
    await waitFor(() => expect(namesInTable()).toEqual(['brand-new']));
    expect(api.listLabs).toHaveBeenCalledTimes(1);
    expect(api.streamLabs).toHaveBeenCalledTimes(1);
  });

  it('says when the stream is interrupted', async () => {
    const api = new FakeLabApi(someLabs());
    renderLabs('/labs', api);
    await rowOf('mine');
    api.stream.break(new Error('connection reset'));
    expect(await screen.findByText('Reconnecting')).toBeVisible();
    // What is known stays on the page.
    expect(await rowOf('mine')).toBeVisible();
  });

  it('lets go of the stream when one leaves', async () => {
    const api = new FakeLabApi(someLabs());
    const { unmount } = renderLabs('/labs', api);
    await rowOf('mine');
    unmount();
    expect(api.stream.options.signal?.aborted).toBe(true);
  });

  it('reads every page of a long list, and shows it in pages', async () => {
    const labs = Array.from({ length: 250 }, (_, index) =>
      aLab({
        id: `${index}`,
        name: `lab-${index}`,
        createdAt: new Date(2026, 0, 1, 0, 0, 250 - index).toISOString(),
      }),
    );
    const api = new FakeLabApi(labs);
    const { user } = renderLabs('/labs', api);
    expect(await screen.findByText('1 - 25 of 250')).toBeVisible();
    expect(api.listLabs).toHaveBeenCalledTimes(2);

    await user.click(screen.getByRole('button', { name: /next/i }));
    expect(screen.getByText('26 - 50 of 250')).toBeVisible();
    expect(namesInTable()).toContain('lab-25');
  });

  describe('filters and order', () => {
    it('finds labs by text', async () => {
      const { user } = renderLabs('/labs', new FakeLabApi(someLabs()));
      await rowOf('mine');
      await user.type(
        screen.getByRole('searchbox', { name: 'Search labs' }),
        'cilium',
      );
      await waitFor(() => expect(namesInTable()).toEqual(['mine']));
    });

    it('keeps them in the URL, so that a link shows the same', async () => {
      renderLabs('/labs?status=failed', new FakeLabApi(someLabs()));
      await rowOf('broken');
      expect(namesInTable()).toEqual(['broken']);
    });

    it('shows the labs of my groups', async () => {
      const { user } = renderLabs('/labs', new FakeLabApi(someLabs()));
      await rowOf('mine');
      await user.click(screen.getByRole('button', { name: /Owner/ }));
      await user.click(
        await screen.findByRole('option', { name: "My groups'" }),
      );
      await waitFor(() => expect(namesInTable()).toEqual(['ours']));
    });

    it('says when nothing matches, and offers the way back', async () => {
      const { user } = renderLabs('/labs?q=zzz', new FakeLabApi(someLabs()));
      expect(
        await screen.findByText('No lab matches these filters.'),
      ).toBeVisible();
      await user.click(
        screen.getByRole('button', { name: 'Clear the filters' }),
      );
      expect(await rowOf('mine')).toBeVisible();
    });

    it('sorts by a column', async () => {
      const { user } = renderLabs('/labs', new FakeLabApi(someLabs()));
      await rowOf('mine');
      await user.click(screen.getByRole('columnheader', { name: /Name/ }));
      expect(namesInTable()).toEqual(['broken', 'mine', 'ours']);
      await user.click(screen.getByRole('columnheader', { name: /Name/ }));
      expect(namesInTable()).toEqual(['ours', 'mine', 'broken']);
    });
  });

  describe('when there is nothing to show', () => {
    it('is busy while it loads', async () => {
      const api = new FakeLabApi();
      api.listLabs.mockReturnValue(new Promise(() => {}));
      renderLabs('/labs', api);
      expect(await screen.findByText('Loading labs')).toBeInTheDocument();
    });

    it('teaches what a lab is, and offers to make one', async () => {
      const { user } = renderLabs('/labs', new FakeLabApi());
      expect(
        await screen.findByRole('heading', { name: 'You have no labs yet' }),
      ).toBeVisible();
      await user.click(
        screen.getByRole('button', { name: 'Create your first lab' }),
      );
      expect(
        await screen.findByRole('dialog', { name: 'Create a lab' }),
      ).toBeVisible();
    });

    it('says why loading failed, and tries again', async () => {
      const api = new FakeLabApi(someLabs());
      api.listLabs.mockRejectedValueOnce(
        await aResponseError(503, 'ServiceUnavailableError', 'No database'),
      );
      const { user } = renderLabs('/labs', api);
      const alert = await screen.findByRole('alert');
      expect(alert).toHaveTextContent('Loading the labs failed');
      expect(alert).toHaveTextContent('No database');

      await user.click(
        within(alert).getByRole('button', { name: 'Try again' }),
      );
      expect(await rowOf('mine')).toBeVisible();
    });

    it.each([
      [403, 'NotAllowedError', 'You are not allowed to see the labs'],
      [401, 'AuthenticationError', 'You are no longer signed in'],
    ])('explains a refusal with %d', async (status, name, title) => {
      const api = new FakeLabApi();
      api.listLabs.mockRejectedValue(
        await aResponseError(status, name, 'Only for engineering'),
      );
      renderLabs('/labs', api);
      const alert = await screen.findByRole('alert');
      expect(alert).toHaveTextContent(title);
      expect(alert).toHaveTextContent('Only for engineering');
    });
  });

  it('says that labs are simulated, and how to get real ones', async () => {
    const api = new FakeLabApi([aLab({ name: 'pretend', simulated: true })]);
    api.options = simulatedOptions();
    renderLabs('/labs', api);
    expect(await rowOf('pretend')).toHaveTextContent('Simulated');
    expect(
      await screen.findByText(
        /Docker cannot be reached. Run "npm run lab-host"/,
      ),
    ).toBeVisible();
  });

  it('says before the first lab that labs are simulated here', async () => {
    const api = new FakeLabApi();
    api.options = simulatedOptions();
    renderLabs('/labs', api);
    expect(
      await screen.findByText(/Labs on this portal are simulated/),
    ).toBeVisible();
  });

  it('says nothing of simulation where labs are real', async () => {
    renderLabs('/labs', new FakeLabApi(someLabs()));
    await rowOf('mine');
    expect(screen.queryByText(/simulated/i)).not.toBeInTheDocument();
  });

  it('tells me when a lab of mine has come up or failed', async () => {
    const lab = aProvisioningLab({ id: '1', name: 'rising' });
    const other = aProvisioningLab({ id: '2', name: 'falling' });
    const foreign = aProvisioningLab({
      id: '3',
      name: 'foreign',
      createdBy: 'user:default/grace',
    });
    const api = new FakeLabApi([lab, other, foreign]);
    const { toasts, toastTitles } = renderLabs('/labs', api);
    await rowOf('rising');
    api.stream.push(
      anEvent(1, { ...lab, version: 2, status: 'RUNNING' }),
      anEvent(2, {
        ...other,
        version: 2,
        status: 'ERROR',
        statusMessage: 'OOM',
      }),
      anEvent(3, { ...foreign, version: 2, status: 'RUNNING' }),
    );
    await waitFor(() =>
      expect(toastTitles()).toEqual(['rising is running', 'falling failed']),
    );
    expect(toasts[1]).toMatchObject({ description: 'OOM', status: 'danger' });
  });
});
