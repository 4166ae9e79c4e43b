import { screen, within } from '@testing-library/react';
import { aProvisioningLab, FakeLabApi } from '../../__testUtils__';
import { renderLabs } from '../../__testUtils__/renderLabs';

// As wide as a phone. The width is asked for once, so this has a file of its
// own.
beforeAll(() => {
  const wide = window.matchMedia;
  window.matchMedia = query => ({ ...wide(query), matches: false });
});

describe('on a narrow screen', () => {
  it('labs are a list of cards in place of a table', async () => {
    renderLabs(
      '/labs',
      new FakeLabApi([aProvisioningLab({ simulated: true })]),
    );
    const list = await screen.findByRole('list', { name: 'Labs' });
    const card = within(list).getByRole('listitem');
    expect(within(card).getByRole('link', { name: 'demo' })).toBeVisible();
    expect(card).toHaveTextContent('Provisioning');
    expect(card).toHaveTextContent('Starting the control plane');
    expect(card).toHaveTextContent('2h once ready');
    expect(card).toHaveTextContent('Simulated');
    expect(screen.queryByRole('grid')).not.toBeInTheDocument();
  });

  it('the page of a lab has its buttons below the name', async () => {
    const lab = aProvisioningLab();
    renderLabs(`/labs/${lab.id}`, new FakeLabApi([lab]));
    expect(await screen.findByRole('heading', { name: 'demo' })).toBeVisible();
    expect(screen.getAllByRole('button', { name: 'Delete' })).toHaveLength(1);
  });
});
