import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import {
  aLab,
  aProvisioningLab,
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
    const lab = aProvisioningLab();
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

  describe('transferring', () => {
    const openDialog = async (api: FakeLabApi) => {
      const rendered = renderLabs(`/labs/${aLab().id}`, api);
      await rendered.user.click(
        await screen.findByRole('button', { name: 'Transfer' }),
      );
      const dialog = within(
        await screen.findByRole('dialog', { name: 'Transfer demo' }),
      );
      const field = dialog.getByRole('textbox', { name: 'New owner' });
      return { ...rendered, dialog, field };
    };

    it('asks first, and says what it means', async () => {
      const api = new FakeLabApi([aLab()]);
      const { user, dialog } = await openDialog(api);
      expect(
        await dialog.findByText(/Everyone else loses access/),
      ).toBeVisible();
      await user.click(dialog.getByRole('button', { name: 'Cancel' }));
      expect(api.updateLab).not.toHaveBeenCalled();
    });

    it('takes any user or group, and says what is wrong', async () => {
      const api = new FakeLabApi([aLab()]);
      const { user, dialog, field } = await openDialog(api);
      await user.type(field, 'grace');
      expect(field).toHaveAccessibleDescription(/Enter the entity ref/);
      expect(dialog.getByRole('button', { name: 'Transfer' })).toBeDisabled();

      await user.clear(field);
      await user.type(field, 'User:default/Grace');
      await user.click(
        dialog.getByRole('button', { name: 'Transfer to grace (user)' }),
      );
      await waitFor(() =>
        expect(api.updateLab).toHaveBeenCalledWith(aLab().id, {
          owner: 'user:default/grace',
        }),
      );
    });

    it.each([
      ['somebody else', 'user:default/grace', false, true],
      ['a group of mine', 'group:default/compilers', false, false],
      ['somebody else, by an administrator', 'user:default/grace', true, false],
    ])(
      'says whether one loses access, for %s',
      async (_name, owner, seesAll, loses) => {
        const api = new FakeLabApi([aLab()]);
        api.options = someOptions({ seesAll });
        const { user, dialog, field } = await openDialog(api);
        await user.type(field, owner);
        await dialog.findByRole('button', { name: /^Transfer to / });
        await waitFor(() =>
          expect(
            dialog.queryAllByText(/you lose access to this lab/),
          ).toHaveLength(loses ? 1 : 0),
        );
      },
    );

    it('stays open when the new owner has no room', async () => {
      const api = new FakeLabApi([aLab()]);
      api.updateLab.mockRejectedValue(
        await aResponseError(429, 'TooManyRequestsError', '10 of 10 labs'),
      );
      const { user, dialog, field, toasts } = await openDialog(api);
      await user.type(field, 'group:default/compilers');
      await user.click(
        await dialog.findByRole('button', { name: /Transfer to compilers/ }),
      );
      await waitFor(() =>
        expect(toasts[0]).toMatchObject({
          title: 'demo could not be transferred',
          description: '10 of 10 labs',
        }),
      );
      expect(dialog.getByRole('button', { name: /Transfer/ })).toBeVisible();
    });
  });

  it('gives the whole name of a node, without a mouse', async () => {
    const name = `lab-${aLab().id}-worker2`;
    const { user, toastTitles } = await openLab(
      aLab({ nodes: [{ name, role: 'worker', state: 'ready' }] }),
    );
    expect(await screen.findByText('Worker 2')).toBeVisible();
    document.execCommand = jest.fn(() => true);
    act(() => screen.getByRole('button', { name: `Copy: ${name}` }).focus());
    await user.keyboard('{Enter}');
    await waitFor(() => expect(toastTitles()).toEqual([`${name} copied`]));
  });

  describe('editing', () => {
    const openDialog = async (lab: Lab) => {
      const opened = await openLab(lab);
      await opened.user.click(
        await screen.findByRole('button', { name: 'Edit demo' }),
      );
      const dialog = within(
        await screen.findByRole('dialog', { name: 'Edit demo' }),
      );
      const component = dialog.getByRole('textbox', { name: 'Component' });
      const purpose = dialog.getByRole('textbox', { name: 'Purpose' });
      const save = dialog.getByRole('button', { name: 'Save' });
      return { ...opened, dialog, component, purpose, save };
    };
    const edited = aLab({
      component: 'component:default/checkout',
      purpose: 'Try Cilium',
    });

    it('clears component and purpose', async () => {
      const { user, api, component, purpose, save, toastTitles } =
        await openDialog(edited);
      expect(component).toHaveValue('component:default/checkout');
      await user.clear(component);
      await user.clear(purpose);
      await user.click(save);
      await waitFor(() => expect(toastTitles()).toEqual(['demo updated']));
      expect(api.updateLab).toHaveBeenCalledWith(edited.id, {
        component: '',
        purpose: '',
      });
      expect(screen.queryByRole('dialog')).toBeNull();
    });

    it('sends only what was changed, and nothing where nothing was', async () => {
      const { user, api, purpose, save } = await openDialog(edited);
      await user.type(purpose, ' again');
      await user.click(save);
      await waitFor(() =>
        expect(api.updateLab).toHaveBeenCalledWith(edited.id, {
          purpose: 'Try Cilium again',
        }),
      );
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
      await user.click(screen.getByRole('button', { name: 'Edit demo' }));
      await user.click(await screen.findByRole('button', { name: 'Save' }));
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
      expect(api.updateLab).toHaveBeenCalledTimes(1);
    });

    it('leaves alone what somebody else changes meanwhile', async () => {
      const { user, api, component, save } = await openDialog(edited);
      api.stream.push(
        anEvent(1, { ...edited, purpose: 'Try Calico', version: 9 }),
      );
      await screen.findByText('Try Calico');
      await user.clear(component);
      await user.click(save);
      await waitFor(() =>
        expect(api.updateLab).toHaveBeenCalledWith(edited.id, {
          component: '',
        }),
      );
    });

    it('says what is wrong, and keeps what was typed', async () => {
      const { user, api, component, save, toasts } = await openDialog(edited);
      api.updateLab.mockRejectedValue(
        await aResponseError(400, 'InputError', 'No such component.'),
      );
      await user.clear(component);
      await user.type(component, 'component:default/nothing');
      await user.click(save);
      await waitFor(() =>
        expect(toasts[0]).toMatchObject({
          title: 'demo could not be changed',
          description: 'No such component.',
        }),
      );
      expect(component).toHaveValue('component:default/nothing');
    });

    it('is not offered to those who may only look', async () => {
      await openLab(aLab({ id: 'only-look' }), '', ['pyk8s-lab.lab.update']);
      await screen.findByText('About');
      expect(screen.queryByRole('button', { name: /Edit/ })).toBeNull();
    });
  });

  it('says where a lab is in the queue, and why', async () => {
    await openLab(
      aProvisioningLab({
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
