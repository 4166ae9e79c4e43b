import { screen, waitFor, within } from '@testing-library/react';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  aFailedLab,
  aLab,
  aProvisioningLab,
  anEvent,
  aResponseError,
  at,
  FakeLabApi,
  someOptions,
} from '../../__testUtils__';
import { openLab, renderLabs } from '../../__testUtils__/renderLabs';

describe('extending', () => {
  it('gives more time in a step', async () => {
    const { user, api, toastTitles } = await openLab(aLab());
    await user.click(await screen.findByRole('button', { name: 'Extend' }));
    await user.click(
      await screen.findByRole('menuitem', { name: 'By 1 hour' }),
    );
    await waitFor(() =>
      expect(toastTitles()).toContainEqual(
        expect.stringMatching(/^demo extended by 1h, ends /),
      ),
    );
    expect(api.updateLab).toHaveBeenCalledWith(aLab().id, { extendBy: '1h' });
  });

  it('takes a custom time, within the maximum', async () => {
    const { user, api } = await openLab(
      aLab({ maxExpiresAt: at(7_200 + 6_000) }),
    );
    await user.click(await screen.findByRole('button', { name: 'Extend' }));
    await user.click(
      await screen.findByRole('menuitem', { name: 'Custom, up to 1h40m…' }),
    );
    const dialog = within(
      await screen.findByRole('dialog', { name: 'Extend demo' }),
    );
    const field = dialog.getByRole('textbox', { name: 'Extend by' });
    expect(field).toHaveAccessibleDescription(/^At most 1h40m, until /);
    await user.clear(field);
    await user.type(field, '2h');
    expect(field).toHaveAccessibleDescription(/by at most 1h40m now/);
    expect(dialog.getByRole('button', { name: 'Extend' })).toBeDisabled();

    await user.clear(field);
    await user.type(field, 'soon');
    expect(field).toHaveAccessibleDescription(/is not a valid duration/);

    await user.clear(field);
    await user.type(field, '75m');
    await user.click(dialog.getByRole('button', { name: 'Extend by 75m' }));
    await waitFor(() =>
      expect(api.updateLab).toHaveBeenCalledWith(aLab().id, {
        extendBy: '75m',
      }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('explains why it cannot be extended', async () => {
    const { user, api, toasts } = await openLab(aLab());
    api.updateLab.mockRejectedValue(
      await aResponseError(400, 'InputError', 'A lab lives for 72h at most.'),
    );
    await user.click(await screen.findByRole('button', { name: 'Extend' }));
    await user.click(
      await screen.findByRole('menuitem', { name: 'By 2 hours' }),
    );
    await waitFor(() =>
      expect(toasts[0]).toMatchObject({
        title: 'demo could not be extended',
        description: 'A lab lives for 72h at most.',
      }),
    );
  });

  it('offers what is left of its maximum lifetime', async () => {
    const { user } = await openLab(aLab({ maxExpiresAt: at(7_200 + 2_700) }));
    await user.click(await screen.findByRole('button', { name: 'Extend' }));
    expect(
      (await screen.findAllByRole('menuitem')).map(item => item.textContent),
    ).toEqual(['By 30 minutes', 'By 45m (maximum)', 'Custom, up to 45m…']);
  });

  it('says that it has reached its maximum lifetime', async () => {
    const { user } = await openLab(aLab({ maxExpiresAt: at(7_200) }));
    await user.click(await screen.findByRole('button', { name: 'Extend' }));
    expect(
      await screen.findByRole('menuitem', {
        name: 'Maximum lifetime reached',
      }),
    ).toHaveAttribute('aria-disabled', 'true');
  });

  it('is not offered before a lab runs', async () => {
    await openLab(aProvisioningLab());
    expect(
      screen.queryByRole('button', { name: 'Extend' }),
    ).not.toBeInTheDocument();
  });
});

describe('near its end', () => {
  const endsIn = (seconds: number, changes: Partial<Lab> = {}) => {
    const expiresAt = new Date(Date.now() + seconds * 1_000).toISOString();
    const maxExpiresAt = new Date(Date.now() + 3 * 3_600_000).toISOString();
    return aLab({
      expiresAt,
      maxExpiresAt,
      secondsLeft: seconds,
      ...changes,
    });
  };

  it('warns, and extends by one click', async () => {
    const { user, api } = await openLab(endsIn(600));
    expect(await screen.findByText('This lab ends soon')).toBeVisible();
    await user.click(
      await screen.findByRole('button', { name: 'Extend by 1h' }),
    );
    await waitFor(() =>
      expect(api.updateLab).toHaveBeenCalledWith(aLab().id, {
        extendBy: '1h',
      }),
    );
    api.stream.push(anEvent(1, endsIn(4_200, { version: 101 })));
    await waitFor(() =>
      expect(screen.queryByText('This lab ends soon')).toBeNull(),
    );
  });

  it('does not warn before', async () => {
    await openLab(endsIn(1_000));
    await screen.findByRole('button', { name: 'Extend' });
    expect(screen.queryByText('This lab ends soon')).toBeNull();
  });

  it('warns as long before as the portal does', async () => {
    const lab = endsIn(1_000);
    const api = new FakeLabApi([lab]);
    const { ttl } = someOptions();
    api.options = someOptions({
      ttl: { ...ttl, warningsSeconds: [1_800, 60] },
    });
    renderLabs(`/labs/${lab.id}`, api);
    expect(await screen.findByText('This lab ends soon')).toBeVisible();
  });

  it('gives the rest of its maximum lifetime', async () => {
    const lab = endsIn(600);
    const end = Date.parse(lab.expiresAt ?? '');
    const maxExpiresAt = new Date(end + 20 * 60_000).toISOString();
    await openLab({ ...lab, maxExpiresAt });
    expect(
      await screen.findByRole('button', { name: 'Extend by 20m' }),
    ).toBeEnabled();
  });

  it('says why it cannot be extended', async () => {
    const lab = endsIn(600);
    await openLab({ ...lab, maxExpiresAt: lab.expiresAt });
    expect(
      await screen.findByText(/It has reached the maximum lifetime/),
    ).toBeVisible();
    const callout = screen.getByText('This lab ends soon');
    expect(callout).toHaveAttribute('role', 'status');
    for (const button of await screen.findAllByRole('button', {
      name: 'Extend',
    })) {
      expect(
        button.hasAttribute('aria-haspopup') || button.matches(':disabled'),
      ).toBe(true);
    }
  });
});

describe('the link of the notification', () => {
  const dialogOf = (name: string) =>
    screen.findByRole('dialog', { name: `Extend ${name}` });

  it('changes nothing by itself, and extends with one click', async () => {
    const { user, api, toastTitles } = await openLab(aLab(), '?extend');
    const dialog = await dialogOf('demo');
    expect(api.updateLab).not.toHaveBeenCalled();
    const confirm = within(dialog).getByRole('button', {
      name: 'Extend by 1h',
    });
    await waitFor(() => expect(confirm).toHaveFocus());
    await user.click(confirm);
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(api.updateLab).toHaveBeenCalledTimes(1);
    expect(api.updateLab).toHaveBeenCalledWith(aLab().id, { extendBy: '1h' });
    expect(toastTitles()).toEqual([
      expect.stringMatching(/^demo extended by 1h, ends /),
    ]);
  });

  it('can be declined', async () => {
    const { user, api } = await openLab(aLab(), '?extend');
    const dialog = await dialogOf('demo');
    await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(api.updateLab).not.toHaveBeenCalled();
  });

  it('stays open when the lab could not be extended', async () => {
    const { user, api, toasts } = await openLab(aLab(), '?extend');
    api.updateLab.mockRejectedValue(new Error('No connection'));
    const dialog = await dialogOf('demo');
    await user.click(
      within(dialog).getByRole('button', { name: 'Extend by 1h' }),
    );
    await waitFor(() => expect(toasts).toHaveLength(1));
    expect(dialog).toBeVisible();
  });

  it.each([
    ['a lab that failed', aFailedLab(), [], /this one has failed/],
    [
      'a lab at its maximum lifetime',
      aLab({ maxExpiresAt: at(7_200) }),
      [],
      /reached the maximum lifetime/,
    ],
    [
      'a lab of others',
      aLab({ id: 'foreign' }),
      ['pyk8s-lab.lab.update'],
      /You can see this lab, but not extend it/,
    ],
  ])('explains why not, for %s', async (_name, lab, denied, reason) => {
    await openLab(lab, '?extend', denied);
    const dialog = await dialogOf('demo');
    expect(await within(dialog).findByText(reason)).toBeVisible();
    expect(within(dialog).queryByRole('button', { name: /Extend/ })).toBeNull();
  });

  it('asks nothing of a lab that is deleted', async () => {
    await openLab(aLab({ status: 'DELETED' }), '?extend');
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
