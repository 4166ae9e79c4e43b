import { screen, within } from '@testing-library/react';
import { aLab, anEvent, aResponseError, FakeLabApi } from '../../__testUtils__';
import { renderPart } from '../../__testUtils__/renderLabs';
import { MyLabs, MyLabsLink } from './MyLabs';

describe('MyLabs', () => {
  it("shows the user's labs and those of the user's groups", async () => {
    const mine = aLab({ id: '1', name: 'mine' });
    const ours = aLab({
      id: '2',
      name: 'ours',
      owner: 'group:default/compilers',
    });
    const other = aLab({ id: '3', name: 'other', owner: 'user:default/bob' });
    const api = new FakeLabApi([mine, ours, other]);
    renderPart(<MyLabs />, { api });
    const list = await screen.findByRole('list', { name: 'Your labs' });
    expect(
      within(list)
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual([
      expect.stringContaining('mine'),
      expect.stringMatching(/ours.*compilers/),
    ]);

    api.stream.push(anEvent(1, { ...mine, status: 'DELETING', version: 2 }));
    expect(await within(list).findByText('Deleting')).toBeVisible();
  });

  it('says what labs are where there are none', async () => {
    renderPart(<MyLabs />, { api: new FakeLabApi() });
    expect(await screen.findByText(/You have no labs/)).toBeVisible();
    expect(
      await screen.findByRole('link', { name: 'Create a lab' }),
    ).toHaveAttribute('href', '/labs');
  });

  it('says what went wrong, and tries again', async () => {
    const api = new FakeLabApi([aLab()]);
    api.listLabs.mockRejectedValueOnce(
      await aResponseError(503, 'ServiceUnavailableError', 'No database'),
    );
    const { user } = renderPart(<MyLabs />, { api });
    expect(await screen.findByText('No database')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('link', { name: 'demo' })).toBeVisible();
  });

  it('leads to all of them', async () => {
    renderPart(<MyLabsLink />, { api: new FakeLabApi() });
    expect(
      await screen.findByRole('link', { name: 'All your labs' }),
    ).toHaveAttribute('href', '/labs');
  });
});
