import { screen, waitFor, within } from '@testing-library/react';
import {
  aLab,
  aProvisioningLab,
  anEvent,
  aResponseError,
  FakeLabApi,
} from '../../__testUtils__';
import { anEntity, renderOnEntity } from '../../__testUtils__/renderOnEntity';
import { EntityLabs } from './EntityLabs';

const COMPONENT = 'component:default/checkout';

const tabOf = (api: FakeLabApi) =>
  renderOnEntity(<EntityLabs />, anEntity('Component', 'checkout'), { api });

describe('EntityLabs', () => {
  it('shows the labs of the component, and no others', async () => {
    const api = new FakeLabApi([
      aLab({ id: '1', name: 'for-checkout', component: COMPONENT }),
      aLab({ id: '2', name: 'for-nothing' }),
    ]);
    tabOf(api);
    expect(
      await screen.findByRole('row', { name: /for-checkout/ }),
    ).toBeVisible();
    expect(screen.queryByRole('row', { name: /for-nothing/ })).toBeNull();
    expect(api.listLabs).toHaveBeenCalledWith(
      expect.objectContaining({ component: [COMPONENT] }),
    );
  });

  it('follows them, and leaves out what is made for others', async () => {
    const lab = aLab({ id: '1', name: 'known', component: COMPONENT });
    const api = new FakeLabApi([lab]);
    tabOf(api);
    await screen.findByRole('row', { name: /known/ });
    const other = aLab({
      id: '3',
      name: 'other',
      component: 'component:default/x',
    });
    api.stream.push(
      anEvent(1, other, { type: 'lab.created' }),
      anEvent(
        2,
        aProvisioningLab({ id: '2', name: 'fresh', component: COMPONENT }),
        { type: 'lab.created' },
      ),
    );
    expect(await screen.findByRole('row', { name: /fresh/ })).toHaveTextContent(
      'Provisioning',
    );
    expect(screen.queryByRole('row', { name: /other/ })).toBeNull();

    // It is for another component from now on.
    api.stream.push(anEvent(3, { ...lab, component: undefined, version: 2 }));
    await waitFor(() =>
      expect(screen.queryByRole('row', { name: /known/ })).toBeNull(),
    );
  });

  it('sorts them', async () => {
    const api = new FakeLabApi(
      ['b', 'a'].map(name => aLab({ id: name, name, component: COMPONENT })),
    );
    const { user } = tabOf(api);
    await screen.findByRole('row', { name: /^a/ });
    await user.click(screen.getByRole('columnheader', { name: 'Name' }));
    await waitFor(() =>
      expect(
        screen
          .getAllByRole('rowheader')
          .map(cell => within(cell).getByRole('link').textContent),
      ).toEqual(['a', 'b']),
    );
  });

  it('makes a lab for the component, named after it', async () => {
    const api = new FakeLabApi([
      aLab({ id: '1', name: 'checkout', component: COMPONENT }),
    ]);
    const { user, toastTitles } = tabOf(api);
    await user.click(await screen.findByRole('button', { name: 'Create lab' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      await dialog.findByRole('textbox', { name: 'Component' }),
    ).toHaveValue(COMPONENT);
    expect(await dialog.findByRole('textbox', { name: 'Name' })).toHaveValue(
      'checkout-2',
    );
    await user.click(dialog.getByRole('button', { name: 'Create lab' }));
    await waitFor(() =>
      expect(api.createLab).toHaveBeenCalledWith(
        expect.objectContaining({ name: 'checkout-2', component: COMPONENT }),
        expect.any(String),
      ),
    );
    // It is among the others at once, before its event has come.
    expect(
      await screen.findByRole('row', { name: /checkout-2/ }),
    ).toHaveTextContent('Queued');
    expect(toastTitles()).toContain('Creating checkout-2');
  });

  it('does not list a lab for which another component was chosen', async () => {
    const api = new FakeLabApi([
      aLab({ id: '1', name: 'checkout', component: COMPONENT }),
    ]);
    const { user, toastTitles } = tabOf(api);
    await user.click(await screen.findByRole('button', { name: 'Create lab' }));
    const dialog = within(await screen.findByRole('dialog'));
    const component = await dialog.findByRole('textbox', { name: 'Component' });
    await user.clear(component);
    await user.type(component, 'component:default/payments');
    await user.click(dialog.getByRole('button', { name: 'Create lab' }));
    await waitFor(() => expect(toastTitles()).toContain('Creating checkout-2'));
    expect(api.createLab.mock.calls[0][0]).toMatchObject({
      component: 'component:default/payments',
    });
    expect(screen.queryByRole('row', { name: /checkout-2/ })).toBeNull();
  });

  it('teaches what labs are for where there are none', async () => {
    const { user } = tabOf(new FakeLabApi());
    expect(
      await screen.findByRole('heading', { name: /No labs for checkout/ }),
    ).toBeVisible();
    await user.click(
      screen.getByRole('button', { name: 'Create a lab for checkout' }),
    );
    expect(await screen.findByRole('dialog')).toBeVisible();
  });

  it('shows that it loads, then what went wrong, and tries again', async () => {
    const api = new FakeLabApi([
      aLab({ id: '1', name: 'late', component: COMPONENT }),
    ]);
    api.listLabs.mockRejectedValueOnce(
      await aResponseError(503, 'ServiceUnavailableError', 'No database'),
    );
    const { user } = tabOf(api);
    expect(screen.getByText('Loading labs')).toBeInTheDocument();
    expect(await screen.findByText('No database')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('row', { name: /late/ })).toBeVisible();
  });

  it('says so where the user may see no labs', async () => {
    const api = new FakeLabApi();
    api.listLabs.mockRejectedValue(
      await aResponseError(403, 'NotAllowedError', 'Not for you'),
    );
    tabOf(api);
    expect(
      await screen.findByRole('heading', {
        name: 'You are not allowed to see the labs',
      }),
    ).toBeVisible();
  });
});
