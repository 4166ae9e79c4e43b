import { screen, within } from '@testing-library/react';
import { aLab, anEvent, aResponseError, FakeLabApi } from '../../__testUtils__';
import { anEntity, renderOnEntity } from '../../__testUtils__/renderOnEntity';
import { OwnedLabsCard } from './OwnedLabsCard';

const GROUP = 'group:default/compilers';

const cardOf = (api: FakeLabApi) =>
  renderOnEntity(<OwnedLabsCard />, anEntity('Group', 'compilers'), { api });

const someLabs = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    aLab({ id: `${index}`, name: `lab-${index}`, owner: GROUP }),
  );

describe('OwnedLabsCard', () => {
  it("shows the owner's labs as they are now", async () => {
    const [lab] = someLabs(1);
    const api = new FakeLabApi([
      lab,
      aLab({ id: 'x', name: 'somebody-elses' }),
    ]);
    cardOf(api);
    const list = await screen.findByRole('list', { name: 'Labs of compilers' });
    expect(within(list).getAllByRole('listitem')).toHaveLength(1);
    expect(within(list).getByRole('link', { name: 'lab-0' })).toHaveAttribute(
      'href',
      '/labs/0',
    );
    expect(list).toHaveTextContent('Running');

    api.stream.push(anEvent(1, { ...lab, status: 'PAUSED', version: 2 }));
    expect(await within(list).findByText('Paused')).toBeVisible();
  });

  it('shows a few, and leads to all of them', async () => {
    cardOf(new FakeLabApi(someLabs(7)));
    expect(await screen.findByText('and 2 more')).toBeVisible();
    expect(screen.getAllByRole('listitem')).toHaveLength(5);
    expect(
      screen.getByRole('link', { name: 'See all 7 on the Labs page' }),
    ).toHaveAttribute('href', '/labs?owner=all&of=group%3Adefault%2Fcompilers');
  });

  it('says so where there are none', async () => {
    cardOf(new FakeLabApi());
    expect(
      await screen.findByText('compilers has no labs that you can see.'),
    ).toBeVisible();
  });

  it('shows that it loads, then what went wrong, and tries again', async () => {
    const api = new FakeLabApi(someLabs(1));
    api.listLabs.mockRejectedValueOnce(
      await aResponseError(503, 'ServiceUnavailableError', 'No database'),
    );
    const { user } = cardOf(api);
    expect(screen.getByRole('status')).toHaveTextContent('Loading labs');
    expect(await screen.findByText('No database')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('link', { name: 'lab-0' })).toBeVisible();
  });
});
