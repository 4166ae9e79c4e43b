import { screen, waitFor, within } from '@testing-library/react';
import {
  aFailedLab,
  aLab,
  aProvisioningLab,
  anEvent,
  aPausedLab,
  aResponseError,
  FakeLabApi,
  simulatedOptions,
} from '../../__testUtils__';
import { openLab, renderLabs } from '../../__testUtils__/renderLabs';

describe('LabPage', () => {
  it('follows one lab, over one stream', async () => {
    const { api } = await openLab(aLab());
    expect(api.streamLabs).toHaveBeenCalledTimes(1);
    expect(api.stream.options.lab).toBe(aLab().id);
    expect(api.getLab).toHaveBeenCalledTimes(1);
    expect(api.listLabs).not.toHaveBeenCalled();
  });

  describe('a lab that failed', () => {
    it("shows the provider's message, and recreates it", async () => {
      const { user, api, toastTitles } = await openLab(aFailedLab());
      const alert = screen.getByRole('alert');
      expect(alert).toHaveTextContent('The lab failed');
      expect(alert).toHaveTextContent('no space left on device');
      expect(within(alert).getByRole('button', { name: /Copy/ })).toBeVisible();

      await user.click(await screen.findByRole('button', { name: 'Recreate' }));
      expect(await screen.findByText('Queued')).toBeVisible();
      expect(screen.queryByRole('alert')).not.toBeInTheDocument();
      expect(api.retryLab).toHaveBeenCalledWith(aFailedLab().id);
      expect(toastTitles()).toContain('Recreating demo…');
    });

    it('does not say that a lab was not made which vanished later', async () => {
      const phases = [
        {
          name: 'ready' as const,
          startedAt: aLab().createdAt,
          finishedAt: aLab().runningAt,
        },
      ];
      await openLab(aFailedLab({ runningAt: aLab().runningAt, phases }));
      expect(screen.getByText('Ready in 1m 00s, failed later.')).toBeVisible();
      expect(screen.getByText('The cluster of this lab is lost')).toBeVisible();
      expect(
        screen.getByText(/Recreate replaces it with a new, empty cluster/),
      ).toBeVisible();
    });

    it('says why it cannot be recreated', async () => {
      const { user, api, toasts } = await openLab(aFailedLab());
      api.retryLab.mockRejectedValue(
        await aResponseError(409, 'ConflictError', 'It is being deleted.'),
      );
      await user.click(await screen.findByRole('button', { name: 'Recreate' }));
      await waitFor(() =>
        expect(toasts).toContainEqual({
          title: 'demo could not be recreated',
          description: 'It is being deleted.',
          status: 'danger',
        }),
      );
      expect(screen.getByRole('button', { name: 'Recreate' })).toBeEnabled();
    });
  });

  describe('deleting', () => {
    it('asks first, naming the lab', async () => {
      const { user, api } = await openLab(aLab());
      await user.click(await screen.findByRole('button', { name: 'Delete' }));
      const dialog = await screen.findByRole('dialog', {
        name: 'Delete demo?',
      });
      await user.click(within(dialog).getByRole('button', { name: 'Keep it' }));
      await waitFor(() => expect(dialog).not.toBeInTheDocument());
      expect(api.deleteLab).not.toHaveBeenCalled();
    });

    it('keeps the lab when one just presses Enter', async () => {
      const { user, api } = await openLab(aLab());
      await user.click(await screen.findByRole('button', { name: 'Delete' }));
      await screen.findByRole('dialog');
      await user.keyboard('{Enter}');
      await waitFor(() =>
        expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
      );
      expect(api.deleteLab).not.toHaveBeenCalled();
    });

    it('deletes, and says when nothing is left', async () => {
      const { user, api, toastTitles } = await openLab(aLab());
      await user.click(await screen.findByRole('button', { name: 'Delete' }));
      await user.click(
        await screen.findByRole('button', { name: 'Delete demo' }),
      );
      expect(await screen.findByText('Deleting')).toBeVisible();
      expect(api.deleteLab).toHaveBeenCalledTimes(1);
      expect(
        screen.queryByRole('button', { name: 'Delete' }),
      ).not.toBeInTheDocument();

      api.stream.push(
        anEvent(1, aLab({ status: 'DELETED', version: 101 }), {
          type: 'lab.deleted',
        }),
      );
      expect(await screen.findByText('This lab is deleted')).toBeVisible();
      expect(
        screen.getByRole('link', { name: 'Back to all labs' }),
      ).toHaveAttribute('href', '/labs');
      expect(toastTitles()).toEqual(['Deleting demo', 'demo is deleted']);
    });

    it('shows what is left of a lab that was deleted before', async () => {
      await openLab(aLab({ status: 'DELETED' }));
      expect(screen.getByText('This lab is deleted')).toBeVisible();
      expect(
        screen.queryByRole('button', { name: /Extend|Delete/ }),
      ).toBeNull();
    });
  });

  describe('pausing', () => {
    it('pauses, and says what cannot be done meanwhile', async () => {
      const { user, api, toastTitles } = await openLab(aLab());
      await user.click(await screen.findByRole('button', { name: 'Pause' }));
      expect(await screen.findByText('Pausing')).toBeVisible();
      expect(screen.queryByRole('button', { name: /Pause|Resume/ })).toBeNull();
      expect(toastTitles()).toEqual(['Pausing demo']);

      api.stream.push(anEvent(1, aPausedLab({ version: 101 })));
      expect(await screen.findByText('This lab is paused')).toBeVisible();
      expect(screen.getByText(/kubectl cannot reach it/)).toBeVisible();
      expect(
        screen.getByText(/The timer keeps running; deleted at /),
      ).toBeVisible();
    });

    it('resumes', async () => {
      const { user, api } = await openLab(aPausedLab());
      const [inHeader] = await screen.findAllByRole('button', {
        name: 'Resume',
      });
      await user.click(inHeader);
      expect(await screen.findByText('Resuming')).toBeVisible();
      expect(api.resumeLab).toHaveBeenCalledWith(aLab().id);
    });

    it('has one banner, which resumes it', async () => {
      const { user, api } = await openLab(aPausedLab(), '/console');
      const title = await screen.findByText('This lab is paused');
      const [banner, ...others] = screen
        .getAllByRole('status')
        .filter(status => /paused/.test(status.textContent ?? ''))
        .filter(status => status.matches('[class*="Alert"]'));
      expect(banner).toContainElement(title);
      expect(others).toEqual([]);
      await user.click(
        await within(banner).findByRole('button', { name: 'Resume' }),
      );
      await waitFor(() => expect(api.resumeLab).toHaveBeenCalledTimes(1));
    });

    it('has one banner also when it ends soon', async () => {
      const expiresAt = new Date(Date.now() + 600_000).toISOString();
      await openLab(aPausedLab({ expiresAt, secondsLeft: 600 }));
      expect(await screen.findByText('This lab ends soon')).toBeVisible();
      expect(screen.queryByText('This lab is paused')).toBeNull();
      expect(
        screen.getByText(/It is paused, and will be deleted/),
      ).toBeVisible();
      expect(
        await screen.findByRole('button', { name: /^Extend by / }),
      ).toBeEnabled();
      expect(screen.getAllByRole('button', { name: 'Resume' })).toHaveLength(2);
    });

    it('says what is left where a pause stops the time', async () => {
      await openLab(aPausedLab({ pausedSecondsLeft: 7_800 }));
      expect(await screen.findByText('2h 10m when resumed')).toBeVisible();
      expect(screen.getByText(/The timer is stopped until/)).toBeVisible();
      expect(screen.queryByText('Ends')).toBeNull();
    });
  });

  describe('what is not allowed', () => {
    it('is not offered', async () => {
      await openLab(aLab({ id: 'only-seen' }), '', [
        'pyk8s-lab.lab.update',
        'pyk8s-lab.lab.delete',
      ]);
      await waitFor(() =>
        expect(
          screen.queryByRole('button', {
            name: /Extend|Pause|Delete|Transfer/,
          }),
        ).toBeNull(),
      );
    });

    it('is a message when it is refused all the same', async () => {
      const { user, api, toasts } = await openLab(aLab());
      api.deleteLab.mockRejectedValue(
        await aResponseError(403, 'NotAllowedError', 'Ask its owner.'),
      );
      await user.click(await screen.findByRole('button', { name: 'Delete' }));
      await user.click(
        await screen.findByRole('button', { name: 'Delete demo' }),
      );
      await waitFor(() =>
        expect(toasts).toContainEqual({
          title: 'You may not delete demo',
          description: 'Ask its owner.',
          status: 'danger',
        }),
      );
    });

    it('is said when the lab is handed over while one looks at it', async () => {
      const { api, toastTitles } = await openLab(aLab());
      await screen.findByRole('button', { name: 'Delete' });
      api.stream.push({ type: 'lab.hidden', labId: aLab().id });
      expect(
        await screen.findByText('You no longer have access to this lab'),
      ).toBeVisible();
      expect(screen.getByRole('heading', { name: 'demo' })).toBeVisible();
      expect(
        screen.queryByRole('button', { name: /Extend|Delete/ }),
      ).toBeNull();
      expect(toastTitles()).toEqual(['You no longer have access to demo']);
    });
  });

  it('follows its place in the queue', async () => {
    const lab = aProvisioningLab({
      status: 'QUEUED',
      queuePosition: 3,
      phases: [],
    });
    const { api } = await openLab(lab);
    expect(screen.getByText('Number 3 in the queue.')).toBeVisible();
    api.stream.push({ type: 'lab.queue', lab: { ...lab, queuePosition: 2 } });
    expect(await screen.findByText('Number 2 in the queue.')).toBeVisible();
  });

  it('has tabs with URLs of their own', async () => {
    const { user } = await openLab(aLab());
    const tabs = within(
      screen.getByRole('navigation', { name: 'Content navigation' }),
    );
    expect(tabs.getByRole('link', { name: 'Connection' })).toHaveAttribute(
      'href',
      `/labs/${aLab().id}/connection`,
    );
    await user.click(tabs.getByRole('link', { name: 'Connection' }));
    expect(
      await screen.findByRole('button', { name: 'Download kubeconfig' }),
    ).toBeVisible();
  });

  it('offers only what its provider can do', async () => {
    const { user } = await openLab(
      aLab({
        can: {
          power: false,
          commands: false,
          logs: false,
          images: false,
          activity: false,
        },
      }),
    );
    const tabs = within(
      screen.getByRole('navigation', { name: 'Content navigation' }),
    );
    expect(tabs.getAllByRole('link').map(link => link.textContent)).toEqual([
      'Overview',
      'Connection',
      'Logs',
      'Activity',
    ]);
    expect(await screen.findByRole('button', { name: 'Delete' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Pause' })).toBeNull();

    await user.click(tabs.getByRole('link', { name: 'Logs' }));
    expect(await screen.findByRole('log', { name: /^Log of/ })).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Download everything' }),
    ).toBeNull();
  });

  it('says that a lab is simulated, and how to get real ones', async () => {
    const api = new FakeLabApi([aLab({ simulated: true })]);
    api.options = simulatedOptions();
    renderLabs(`/labs/${aLab().id}`, api);
    expect(await screen.findByText(/This lab is simulated/)).toBeVisible();
    expect(await screen.findByText(/npm run lab-host/)).toBeVisible();
  });

  it('says that there is no such lab', async () => {
    renderLabs('/labs/unknown', new FakeLabApi());
    expect(
      await screen.findByRole('heading', { name: 'Lab not found' }),
    ).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'Back to all labs' }),
    ).toBeVisible();
  });

  it('says why a lab could not be loaded, and tries again', async () => {
    const api = new FakeLabApi([aLab()]);
    api.getLab.mockRejectedValueOnce(new Error('No connection'));
    const { user } = renderLabs(`/labs/${aLab().id}`, api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Loading this lab failed',
    );
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: 'demo' })).toBeVisible();
  });
});
