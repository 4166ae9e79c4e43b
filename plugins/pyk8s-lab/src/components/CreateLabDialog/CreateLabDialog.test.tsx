import { screen, waitFor, within } from '@testing-library/react';
import {
  aLab,
  aResponseError,
  FakeLabApi,
  simulatedOptions,
  someOptions,
} from '../../__testUtils__';
import { openCreateDialog } from '../../__testUtils__/openCreateDialog';
import { renderLabs } from '../../__testUtils__/renderLabs';

describe('CreateLabDialog', () => {
  it('makes a lab with one click, from what it suggests', async () => {
    const api = new FakeLabApi();
    const { user, name, submit, toastTitles } = await openCreateDialog(api);
    const suggestion = (name as HTMLInputElement).value;
    expect(suggestion).toMatch(/^[a-z]+-[a-z]+$/);
    expect(name).toHaveFocus();

    api.setLabs([aLab({ id: 'new', name: suggestion })]);
    await user.click(submit);
    // Leads to the page of the new lab.
    expect(
      await screen.findByRole('heading', { name: suggestion }),
    ).toBeVisible();
    expect(api.createLab).toHaveBeenCalledWith(
      {
        name: suggestion,
        ttl: '2h',
        owner: 'user:default/ada',
        provider: 'kind',
        kubernetesVersion: 'v1.34.4',
        workers: 0,
        purpose: undefined,
      },
      expect.stringMatching(/^[0-9a-f]{32}$/),
    );
    expect(toastTitles()).toContain(`Creating ${suggestion}`);
  });

  it('asks for what was chosen', async () => {
    const api = new FakeLabApi();
    const { user, inDialog, name, ttl, submit, write } = await openCreateDialog(
      api,
    );
    const choose = async (field: string, option: string) => {
      await user.click(
        inDialog.getByRole('button', { name: new RegExp(field) }),
      );
      await user.click(await screen.findByRole('option', { name: option }));
    };
    await write(name, 'team-lab');
    await write(ttl, '1h30m');
    await choose('Owner', 'compilers (group)');
    await choose('Kubernetes version', 'v1.33.2');
    await choose('Nodes', 'Control plane + 3 workers');
    await write(
      inDialog.getByRole('textbox', { name: 'Purpose' }),
      'Try Cilium',
    );
    await user.click(submit);
    await waitFor(() => expect(api.createLab).toHaveBeenCalled());
    expect(api.createLab.mock.calls[0][0]).toEqual({
      name: 'team-lab',
      ttl: '1h30m',
      owner: 'group:default/compilers',
      provider: 'kind',
      kubernetesVersion: 'v1.33.2',
      workers: 3,
      purpose: 'Try Cilium',
    });
  });

  it('asks for a component, which is optional', async () => {
    const api = new FakeLabApi();
    const { user, inDialog, submit, write } = await openCreateDialog(api);
    await write(
      inDialog.getByRole('textbox', { name: 'Component' }),
      'component:default/checkout',
    );
    await user.click(submit);
    await waitFor(() => expect(api.createLab).toHaveBeenCalled());
    expect(api.createLab.mock.calls[0][0]).toMatchObject({
      component: 'component:default/checkout',
    });
  });

  it('takes a usual time with one click', async () => {
    const { user, inDialog, ttl } = await openCreateDialog(new FakeLabApi());
    await user.click(inDialog.getByRole('radio', { name: '8h' }));
    expect(ttl).toHaveValue('8h');
    expect(inDialog.getByRole('radio', { name: '8h' })).toBeChecked();
  });

  it('offers only times that the portal allows', async () => {
    const api = new FakeLabApi();
    const { ttl } = someOptions();
    api.options = someOptions({
      ttl: { ...ttl, defaultSeconds: 5_400, maxSeconds: 7_200 },
    });
    const { inDialog } = await openCreateDialog(api);
    expect(
      inDialog.getAllByRole('radio').map(({ textContent }) => textContent),
    ).toEqual(['30m', '1h', '1h30m', '2h']);
  });

  it.each([
    ['Big-Lab', /only lowercase letters/],
    ['--all', /start and end with a letter or digit/],
    ['a'.repeat(64), /at most 63 characters; this one has 64/],
    ['café', /only lowercase letters/],
  ])('says at once what is wrong with the name "%s"', async (text, problem) => {
    const { name, submit, write } = await openCreateDialog(new FakeLabApi());
    await write(name, text);
    expect(name).toHaveAccessibleDescription(problem);
    expect(name).toBeInvalid();
    expect(submit).toBeDisabled();
  });

  it.each([
    ['2', /is not a valid duration/],
    ['1e9h', /is not a valid duration/],
    ['0h', /too short/],
    ['4m', /must be from 5m to 1d/],
    ['2d', /must be from 5m to 1d/],
  ])('says at once what is wrong with the time "%s"', async (text, problem) => {
    const { ttl, submit, write } = await openCreateDialog(new FakeLabApi());
    await write(ttl, text);
    expect(ttl).toHaveAccessibleDescription(problem);
    expect(submit).toBeDisabled();
  });

  it('knows the names of the labs on the page', async () => {
    const api = new FakeLabApi([aLab({ name: 'demo' })]);
    const { name, submit, write } = await openCreateDialog(api);
    await write(name, 'demo');
    expect(name).toHaveAccessibleDescription(/already has a lab named "demo"/);
    expect(submit).toBeDisabled();
  });

  it('suggests another name', async () => {
    const { user, inDialog, name } = await openCreateDialog(new FakeLabApi());
    const seen = new Set<string>();
    for (let count = 0; count < 5; count += 1) {
      await user.click(
        inDialog.getByRole('button', { name: 'Suggest another name' }),
      );
      seen.add((name as HTMLInputElement).value);
    }
    expect(seen.size).toBeGreaterThan(1);
  });

  it('shows at the name that it is taken, and loses nothing', async () => {
    const api = new FakeLabApi();
    api.createLab.mockRejectedValueOnce(
      await aResponseError(409, 'ConflictError', 'You have a lab named demo.'),
    );
    const { user, name, ttl, submit, write } = await openCreateDialog(api);
    await write(name, 'demo');
    await write(ttl, '3h');
    await user.click(submit);
    await waitFor(() =>
      expect(name).toHaveAccessibleDescription(/You have a lab named demo/),
    );
    expect(name).toHaveValue('demo');
    expect(ttl).toHaveValue('3h');

    await write(name, 'demo-2');
    expect(name).not.toHaveAccessibleDescription(/You have a lab/);
    await user.click(submit);
    await waitFor(() => expect(api.createLab).toHaveBeenCalledTimes(2));
    const [[, firstKey], [, secondKey]] = api.createLab.mock.calls;
    expect(secondKey).not.toBe(firstKey);
  });

  it('shows a refused owner at the owner', async () => {
    const api = new FakeLabApi();
    api.createLab.mockRejectedValueOnce(
      await aResponseError(403, 'NotAllowedError', 'Not your group.'),
    );
    const { user, inDialog, submit } = await openCreateDialog(api);
    await user.click(submit);
    await waitFor(() =>
      expect(
        inDialog.getByRole('button', { name: /Owner/ }),
      ).toHaveAccessibleDescription(/Not your group/),
    );
  });

  it('makes one lab, however often it is sent', async () => {
    const api = new FakeLabApi();
    api.createLab
      .mockRejectedValueOnce(new TypeError('Failed to fetch'))
      .mockReturnValueOnce(new Promise(() => {}));
    const { user, inDialog, submit } = await openCreateDialog(api);
    await user.click(submit);
    expect(await inDialog.findByRole('alert')).toHaveTextContent(
      'Failed to fetch',
    );
    await user.dblClick(submit);
    expect(api.createLab).toHaveBeenCalledTimes(2);
    const [[, firstKey], [, secondKey]] = api.createLab.mock.calls;
    expect(secondKey).toBe(firstKey);
  });

  it('keeps what was typed when it is closed and opened again', async () => {
    const { user, name, write } = await openCreateDialog(new FakeLabApi());
    await write(name, 'half-done');
    await user.keyboard('{Escape}');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    const opener = screen.getByRole('button', { name: 'Create lab' });
    await waitFor(() => expect(opener).toHaveFocus());
    await user.click(opener);
    expect(await screen.findByRole('textbox', { name: 'Name' })).toHaveValue(
      'half-done',
    );
  });

  it('is sent by Enter', async () => {
    const api = new FakeLabApi();
    const { user, name } = await openCreateDialog(api);
    await user.type(name, '{Enter}');
    await waitFor(() => expect(api.createLab).toHaveBeenCalledTimes(1));
  });

  it('says that the lab will be simulated', async () => {
    const api = new FakeLabApi();
    api.options = simulatedOptions();
    const { dialog } = await openCreateDialog(api);
    expect(dialog).toHaveTextContent('This lab will be simulated');
    expect(dialog).toHaveTextContent('npm run lab-host');
  });

  it('asks for a provider only where there is a choice', async () => {
    const [kind] = someOptions().providers;
    const [simulated] = simulatedOptions().providers;
    const other = { ...simulated, isDefault: false, maxWorkers: 0 };
    const api = new FakeLabApi();
    api.options = someOptions({ providers: [kind, other] });
    const { user, inDialog } = await openCreateDialog(api);
    await user.click(inDialog.getByRole('button', { name: 'Advanced' }));
    await user.click(inDialog.getByRole('button', { name: /Provider/ }));
    await user.click(await screen.findByRole('option', { name: 'Simulated' }));
    expect(inDialog.getByText('This lab will be simulated')).toBeVisible();
  });

  it('does not ask for a provider that is not available', async () => {
    const [kind] = someOptions().providers;
    const broken = { ...kind, id: 'vcluster', available: false };
    const api = new FakeLabApi();
    api.options = someOptions({ providers: [kind, broken] });
    const { inDialog } = await openCreateDialog(api);
    expect(
      inDialog.queryByRole('button', { name: /Provider/ }),
    ).not.toBeInTheDocument();
  });

  it('says when it does not know what may be asked for, and tries again', async () => {
    const api = new FakeLabApi();
    api.getOptions.mockRejectedValue(new Error('No connection'));
    const { user } = renderLabs('/labs', api);
    await user.click(await screen.findByRole('button', { name: 'Create lab' }));
    const alert = within(await screen.findByRole('dialog')).findByRole('alert');
    expect(await alert).toHaveTextContent('No connection');

    api.getOptions.mockResolvedValue(someOptions());
    await user.click(
      within(await alert).getByRole('button', { name: 'Try again' }),
    );
    expect(await screen.findByRole('textbox', { name: 'Name' })).toBeVisible();
  });
});
