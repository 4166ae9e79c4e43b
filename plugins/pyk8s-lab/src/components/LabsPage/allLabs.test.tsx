import { screen, waitFor, within } from '@testing-library/react';
import {
  aLab,
  anEvent,
  aResponseError,
  FakeLabApi,
  someOptions,
} from '../../__testUtils__';
import { renderLabs } from '../../__testUtils__/renderLabs';

const names = () =>
  within(screen.getByRole('grid', { name: 'Labs' }))
    .getAllByRole('rowheader')
    .map(cell => within(cell).getByRole('link').textContent);

const mine = aLab({ id: 'mine', name: 'mine' });
const foreign = Array.from({ length: 60 }, (_, index) =>
  aLab({
    id: `f${index}`,
    name: `foreign-${index}`,
    owner: 'user:default/grace',
    createdBy: 'user:default/grace',
  }),
);

/** A portal that Ada administers, with more labs than a page holds. */
function asAdministrator(path: string) {
  const api = new FakeLabApi([mine, ...foreign]);
  api.options = someOptions({ seesAll: true });
  return { api, ...renderLabs(path, api) };
}

const lastQuery = (api: FakeLabApi) => api.listLabs.mock.lastCall?.[0];

describe('all labs', () => {
  it('shows administrators their own first, and the others at a click', async () => {
    const { api, user } = asAdministrator('/labs');
    await screen.findByRole('grid');
    expect(names()).toEqual(['mine']);
    expect(api.listLabs).toHaveBeenCalledTimes(1);
    expect(lastQuery(api)).toMatchObject({
      owner: ['user:default/ada', 'group:default/compilers'],
    });

    await user.click(await screen.findByRole('radio', { name: 'All labs' }));
    expect(await screen.findByText('1 - 25 of 61')).toBeVisible();
    expect(screen.getByRole('heading', { name: 'All labs' })).toBeVisible();
    expect(
      screen.getByText(/You see everybody's labs, because you administer/),
    ).toBeVisible();
    expect(lastQuery(api)).toMatchObject({ limit: 25 });
    expect(lastQuery(api)?.owner).toBeUndefined();
  });

  it('offers no such switch to others', async () => {
    renderLabs('/labs', new FakeLabApi([mine]));
    await screen.findByRole('grid');
    expect(screen.queryByRole('radio', { name: 'All labs' })).toBeNull();
  });

  it('is kept in the URL, and read page by page', async () => {
    const { api, user } = asAdministrator('/labs?owner=all');
    expect(await screen.findByText('1 - 25 of 61')).toBeVisible();
    expect(api.listLabs).toHaveBeenCalledTimes(1);
    expect(names()).toHaveLength(25);

    await user.click(screen.getByRole('button', { name: /next/i }));
    expect(await screen.findByText('26 - 50 of 61')).toBeVisible();
    await waitFor(() => expect(names()[0]).toBe('foreign-24'));
    expect(lastQuery(api)).toMatchObject({ cursor: '25', limit: 25 });

    await user.click(screen.getByRole('button', { name: /previous/i }));
    await waitFor(() => expect(names()[0]).toBe('mine'));
    // One stream, whatever page one looks at.
    expect(api.streamLabs).toHaveBeenCalledTimes(1);
  });

  it('lets the server search, filter and sort', async () => {
    const { api, user } = asAdministrator(
      '/labs?owner=all&status=failed&of=Grace&sort=timeLeft,desc',
    );
    await waitFor(() =>
      expect(lastQuery(api)).toEqual({
        status: ['ERROR'],
        owner: ['user:default/grace', 'group:default/grace'],
        orderBy: 'expiresAt,desc',
        limit: 25,
      }),
    );
    await user.click(
      await screen.findByRole('button', { name: 'Clear the filters' }),
    );
    expect(await screen.findByText('1 - 25 of 61')).toBeVisible();
    await user.type(
      screen.getByRole('searchbox', { name: 'Search labs' }),
      'foreign-5',
    );
    await waitFor(() => expect(names()).toHaveLength(11));
    expect(lastQuery(api)).toMatchObject({ q: 'foreign-5' });
    // Columns that the server cannot sort by do not pretend to.
    expect(
      screen.getByRole('columnheader', { name: 'Version' }),
    ).not.toHaveAttribute('aria-sort');
  });

  it('shows what happens to the labs of the page at once', async () => {
    const { api } = asAdministrator('/labs?owner=all');
    await screen.findByText('1 - 25 of 61');
    api.stream.push(anEvent(1, { ...mine, version: 2, status: 'PAUSED' }));
    await waitFor(() =>
      expect(screen.getByRole('row', { name: /mine/ })).toHaveTextContent(
        'Paused',
      ),
    );
  });

  it('reads the page again for a lab that it does not know', async () => {
    const { api } = asAdministrator('/labs?owner=all');
    await screen.findByText('1 - 25 of 61');
    const added = aLab({ id: 'new', name: 'new', owner: 'user:default/grace' });
    api.setLabs([added, ...api.state.labs.values()]);
    api.stream.push(anEvent(1, added, { type: 'lab.created' }));
    expect(await screen.findByText('1 - 25 of 62')).toBeVisible();
    expect(names()[0]).toBe('new');
  });

  it('says why another page did not come, and tries again', async () => {
    const { api, user } = asAdministrator('/labs?owner=all');
    await screen.findByText('1 - 25 of 61');
    api.listLabs.mockRejectedValueOnce(
      await aResponseError(503, 'ServiceUnavailableError', 'No database'),
    );
    await user.click(screen.getByRole('button', { name: /next/i }));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('No database');
    await user.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('26 - 50 of 61')).toBeVisible();
  });

  it("keeps everybody else's labs off my own list", async () => {
    const { api } = asAdministrator('/labs');
    await screen.findByRole('grid');
    const [other] = foreign;
    api.stream.push(
      anEvent(1, { ...other, version: 2, status: 'PAUSED' }),
      anEvent(2, { ...mine, version: 2, status: 'PAUSED' }),
    );
    await waitFor(() =>
      expect(screen.getByRole('row', { name: /mine/ })).toHaveTextContent(
        'Paused',
      ),
    );
    expect(names()).toEqual(['mine']);
  });
});

describe('when rights change while one looks', () => {
  it('takes out what one may not see any more, and says so', async () => {
    const api = new FakeLabApi([mine]);
    const { toastTitles } = renderLabs('/labs', api);
    await screen.findByRole('grid');
    api.stream.push({ type: 'lab.hidden', labId: 'mine' });
    expect(await screen.findByText('You have no labs yet')).toBeVisible();
    expect(toastTitles()).toEqual(['You no longer have access to mine']);
  });

  it('reads the list and what one may ask for again', async () => {
    const api = new FakeLabApi([mine]);
    renderLabs('/labs', api);
    await screen.findByRole('grid');
    api.setLabs([mine, aLab({ id: 'more', name: 'more' })]);
    api.options = someOptions({ seesAll: true });
    api.stream.push({ type: 'access.changed' });
    await waitFor(() => expect(names()).toHaveLength(2), { timeout: 10_000 });
    expect(
      await screen.findByRole('radio', { name: 'All labs' }),
    ).toBeVisible();
  });
});
