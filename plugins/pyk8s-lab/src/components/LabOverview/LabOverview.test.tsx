import { screen, waitFor, within } from '@testing-library/react';
import {
  aLab,
  aLabInTheMaking,
  anEvent,
  aPausedLab,
  aResponseError,
  at,
  FakeLabApi,
  someOptions,
} from '../../__testUtils__';
import { openLab, renderLabs } from '../../__testUtils__/renderLabs';

const step = (name: string) =>
  screen.getByText(name, { exact: false, selector: 'li > span' }).closest('li');

describe('LabOverview', () => {
  it('shows a lab come up, step by step, without a reload', async () => {
    const lab = aLabInTheMaking();
    const { api } = await openLab(lab);
    expect(step('Preparing the nodes')).toHaveTextContent('4s');
    expect(step('Starting the control plane')).toHaveAttribute(
      'aria-current',
      'step',
    );
    expect(screen.getByRole('progressbar')).toHaveValue(40);

    api.stream.push(anEvent(1, { ...aLab(), phases: lab.phases, version: 2 }));
    await waitFor(() =>
      expect(screen.queryByRole('progressbar')).not.toBeInTheDocument(),
    );
    expect(screen.getByText('Running')).toBeVisible();
  });

  it('tells what is known of a lab', async () => {
    await openLab(
      aLab({
        purpose: 'Try Cilium',
        owner: 'group:default/compilers',
        spec: { kubernetesVersion: 'default', workers: 1 },
        serverVersion: 'v1.34.4',
        conditions: { dns: { status: 'pending', message: 'CoreDNS starts' } },
      }),
    );
    const fact = (name: string) =>
      screen.getByText(name, { selector: 'main dl > div > dt' })
        .nextElementSibling;
    expect(fact('Purpose')).toHaveTextContent('Try Cilium');
    expect(fact('Created by')).toHaveTextContent('ada');
    expect(fact('Nodes')).toHaveTextContent('Control plane + 1 worker');
    expect(fact('Kubernetes')).toHaveTextContent('v1.34.4');
    expect(screen.getByText('CoreDNS starts')).toBeVisible();
  });

  const factOf = (name: string) =>
    screen.getByText(name, { selector: 'main dl > div > dt' })
      .nextElementSibling;

  it.each([
    ['a person', 'lab.pausing', 'user:default/grace', /by grace/],
    ['the portal', 'lab.idle', undefined, /by the portal/],
  ])(
    'tells since when it is paused, by %s',
    async (_name, type, actorRef, by) => {
      const lab = aPausedLab({ lastActiveAt: at(-1_800) });
      const api = new FakeLabApi([lab]);
      const { lab: _lab, ...event } = anEvent(5, lab, { type, actorRef });
      api.activity = [{ ...event, seq: 6, type: 'lab.paused' }, event];
      renderLabs(`/labs/${lab.id}`, api);
      await waitFor(() => expect(factOf('Paused since')).toHaveTextContent(by));
      expect(factOf('Last used')).toBeVisible();
    },
  );

  it('says when it will be paused, and what it may use', async () => {
    const lab = aLab({
      spec: {
        kubernetesVersion: 'v1.34.4',
        workers: 0,
        resources: { cpu: '1', memory: '2Gi' },
      },
    });
    const api = new FakeLabApi([lab]);
    api.options = someOptions({
      pause: { stopsTime: false, idleAfterSeconds: 1_800 },
    });
    renderLabs(`/labs/${lab.id}`, api);
    expect(await screen.findByText('After 30m without use')).toBeVisible();
    expect(factOf('Limits')).toHaveTextContent('At most 1 CPU, 2Gi of memory');
  });

  describe('changing the owner', () => {
    const openDialog = async (api: FakeLabApi) => {
      const rendered = renderLabs(`/labs/${aLab().id}`, api);
      await rendered.user.click(
        await screen.findByRole('button', { name: 'Change owner' }),
      );
      const dialog = within(
        await screen.findByRole('dialog', {
          name: 'Change the owner of demo',
        }),
      );
      return { ...rendered, dialog };
    };

    it('asks first, and says what it means', async () => {
      const api = new FakeLabApi([aLab()]);
      const { user, dialog } = await openDialog(api);
      expect(
        await dialog.findByText(/Those who do not belong to the new owner/),
      ).toBeVisible();
      await user.click(dialog.getByRole('button', { name: 'Cancel' }));
      expect(api.updateLab).not.toHaveBeenCalled();
    });

    it('lets administrators give it to anybody', async () => {
      const api = new FakeLabApi([aLab()]);
      api.options = someOptions({ seesAll: true });
      const { user, dialog } = await openDialog(api);
      const field = await dialog.findByRole('textbox', { name: 'New owner' });
      await user.type(field, 'grace');
      expect(field).toHaveAccessibleDescription(/Write the entity ref/);
      expect(dialog.getByRole('button', { name: 'Hand over' })).toBeDisabled();

      await user.clear(field);
      await user.type(field, 'User:default/Grace');
      await user.click(
        dialog.getByRole('button', { name: 'Hand over to grace (user)' }),
      );
      await waitFor(() =>
        expect(api.updateLab).toHaveBeenCalledWith(aLab().id, {
          owner: 'user:default/grace',
        }),
      );
    });

    it('says so where there is nobody to give it to', async () => {
      const api = new FakeLabApi([aLab()]);
      api.options = someOptions({ owners: ['user:default/ada'] });
      const { dialog } = await openDialog(api);
      expect(
        await dialog.findByText(/there is no other that you belong to/),
      ).toBeVisible();
      expect(dialog.getByRole('button', { name: 'Hand over' })).toBeDisabled();
    });

    it('stays open when the new owner has no room', async () => {
      const api = new FakeLabApi([aLab()]);
      api.updateLab.mockRejectedValue(
        await aResponseError(429, 'TooManyRequestsError', '10 of 10 labs'),
      );
      const { user, dialog, toasts } = await openDialog(api);
      await user.click(
        await dialog.findByRole('button', { name: /Hand over to compilers/ }),
      );
      await waitFor(() =>
        expect(toasts[0]).toMatchObject({
          title: 'demo could not be handed over',
          description: '10 of 10 labs',
        }),
      );
      expect(dialog.getByRole('button', { name: /Hand over/ })).toBeVisible();
    });
  });

  it('says where a lab is in the queue, and why', async () => {
    await openLab(
      aLabInTheMaking({
        status: 'QUEUED',
        queuePosition: 3,
        statusMessage: 'The host has no memory left.',
        phases: [],
      }),
    );
    expect(
      screen.getByText('Number 3 in the queue. The host has no memory left.'),
    ).toBeVisible();
  });
});
