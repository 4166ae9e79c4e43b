import { screen, waitFor } from '@testing-library/react';
import {
  aLab,
  anEvent,
  aResponseError,
  FakeLabApi,
  someOptions,
} from '../../__testUtils__';
import { openCreateDialog } from '../../__testUtils__/openCreateDialog';

describe('resources', () => {
  const typeResources = async (api: FakeLabApi) => {
    const opened = await openCreateDialog(api);
    const { user, inDialog } = opened;
    await user.click(inDialog.getByRole('button', { name: 'Advanced' }));
    return {
      ...opened,
      cpu: inDialog.getByRole('textbox', { name: 'CPU' }),
      memory: inDialog.getByRole('textbox', { name: 'Memory' }),
    };
  };

  it('asks for what was typed', async () => {
    const api = new FakeLabApi();
    const { user, cpu, memory, submit } = await typeResources(api);
    expect(cpu).toHaveAccessibleDescription(/500m to 4 cores/);
    expect(cpu).toHaveAccessibleDescription(/no limit/);
    await user.type(cpu, '1.5');
    await user.type(memory, '2Gi');
    await user.click(submit);
    await waitFor(() => expect(api.createLab).toHaveBeenCalled());
    expect(api.createLab.mock.calls[0][0]).toMatchObject({
      resources: { cpu: '1.5', memory: '2Gi' },
    });
  });

  it.each([
    ['CPU', '5', /from 500m to 4/],
    ['CPU', '100m', /from 500m to 4/],
    ['Memory', 'much', /is not a valid memory amount/],
    ['Memory', '9Gi', /from 1Gi to 8Gi/],
  ])('says what is wrong with %s of %s', async (name, text, problem) => {
    const { user, inDialog, submit } = await typeResources(new FakeLabApi());
    const field = inDialog.getByRole('textbox', { name });
    await user.type(field, text);
    expect(field).toHaveAccessibleDescription(problem);
    expect(submit).toBeDisabled();
  });

  it("shows the portal's default", async () => {
    const api = new FakeLabApi();
    const [kind] = someOptions().providers;
    api.options = someOptions({
      providers: [
        {
          ...kind,
          resources: {
            default: { cpu: '2' },
            min: { cpu: '1', memory: '1Gi' },
            max: { cpu: '4', memory: '8Gi' },
          },
        },
      ],
    });
    const { cpu, memory } = await typeResources(api);
    expect(cpu).toHaveValue('2');
    expect(memory).toHaveValue('');
  });

  it('are not asked for where the provider has none', async () => {
    const api = new FakeLabApi();
    const [kind] = someOptions().providers;
    const provider = { ...kind, resources: undefined };
    api.options = someOptions({ providers: [provider] });
    const { inDialog } = await openCreateDialog(api);
    expect(inDialog.queryByRole('textbox', { name: 'CPU' })).toBeNull();
  });
});

describe('limits', () => {
  const quota = (used: number, labs: string[]) => ({
    scope: 'user' as const,
    owner: 'user:default/ada',
    limit: 3,
    used,
    labs,
  });

  it("shows how much of the owner's quota is used", async () => {
    const { user, inDialog } = await openCreateDialog(new FakeLabApi());
    const owner = inDialog.getByRole('button', { name: /Owner/ });
    expect(owner).toHaveAccessibleDescription(/1 of 3 labs of yours in use/);
    await user.click(owner);
    await user.click(
      await screen.findByRole('option', { name: 'compilers (group)' }),
    );
    expect(
      inDialog.getByText(/0 of 10 labs of compilers \(group\) in use/),
    ).toBeVisible();
  });

  it('says which labs leave no room, and lets another owner have one', async () => {
    const api = new FakeLabApi();
    const [, group, total] = someOptions().quotas;
    api.options = someOptions({
      quotas: [quota(3, ['one', 'two']), group, total],
    });
    const { user, inDialog, submit } = await openCreateDialog(api);
    expect(
      inDialog.getByText(
        /3 of 3 labs of yours are in use: one, two and 1 that you cannot see/,
      ),
    ).toBeVisible();
    expect(submit).toBeDisabled();

    await user.click(inDialog.getByRole('button', { name: /Owner/ }));
    await user.click(
      await screen.findByRole('option', { name: 'compilers (group)' }),
    );
    await waitFor(() => expect(submit).toBeEnabled());
  });

  it('has room again when a lab has ended meanwhile', async () => {
    const lab = aLab({ name: 'last' });
    const api = new FakeLabApi([lab]);
    api.options = someOptions({ quotas: [quota(3, ['last'])] });
    const { submit } = await openCreateDialog(api);
    expect(submit).toBeDisabled();
    api.options = someOptions({ quotas: [quota(2, [])] });
    api.stream.push(anEvent(1, lab, { type: 'lab.deleted' }));
    await waitFor(() => expect(submit).toBeEnabled());
  });

  it('says when one has asked for too many', async () => {
    const api = new FakeLabApi();
    api.options = someOptions({
      createRate: {
        limit: 10,
        perSeconds: 600,
        left: 0,
        retryAfterSeconds: 90,
      },
    });
    const { inDialog } = await openCreateDialog(api);
    expect(
      inDialog.getByText(/created 10 labs within 10m.*Try again in 1m30s/),
    ).toBeVisible();
  });

  it("shows the server's words when it is too much all the same", async () => {
    const api = new FakeLabApi();
    api.createLab.mockRejectedValueOnce(
      await aResponseError(
        429,
        'TooManyRequestsError',
        'You have 3 of 3 labs: one, two and three.',
      ),
    );
    const { user, inDialog, submit } = await openCreateDialog(api);
    await user.click(submit);
    expect(await inDialog.findByRole('alert')).toHaveTextContent(
      'You have 3 of 3 labs: one, two and three.',
    );
  });

  it('knows the names of labs that are not on the page', async () => {
    const { name, write } = await openCreateDialog(new FakeLabApi());
    await write(name, 'counted');
    expect(name).toHaveAccessibleDescription(/has a lab named "counted"/);
  });

  it.each([
    ['administrators, where there is one version', true, 1, true],
    ['administrators, where there are several', true, 2, false],
    ['others', false, 1, false],
  ])(
    'tells of the setting for versions: %s',
    async (_who, seesAll, count, isSaid) => {
      const [kind] = someOptions().providers;
      const kubernetesVersions = kind.kubernetesVersions.slice(0, count);
      const api = new FakeLabApi();
      api.options = someOptions({
        seesAll,
        providers: [{ ...kind, kubernetesVersions }],
      });
      const { inDialog } = await openCreateDialog(api);
      expect(
        inDialog.queryAllByText(/add more with pyk8sLab.kind.nodeImages/),
      ).toHaveLength(isSaid ? 1 : 0);
    },
  );

  it('says what the host has free, and who waits already', async () => {
    const [kind] = someOptions().providers;
    const api = new FakeLabApi();
    api.options = someOptions({
      providers: [
        { ...kind, capacity: [{ host: 'local', memoryFreeBytes: 2 ** 31 }] },
      ],
      provisioning: { concurrency: 2, active: 2, queued: 3 },
    });
    const { inDialog } = await openCreateDialog(api);
    expect(
      inDialog.getByText('Available on host "local": 2 GiB of memory.'),
    ).toBeVisible();
    expect(
      inDialog.getByText('3 labs are already in the queue.'),
    ).toBeVisible();
  });
});
