import { screen } from '@testing-library/react';
import { aLab, FakeLabApi } from '../../__testUtils__';
import { anEntity, renderOnEntity } from '../../__testUtils__/renderOnEntity';
import { EntityLabs } from '.';

// Whether one may create labs is remembered, so this has a file of its own.
const tabOf = (api: FakeLabApi) =>
  renderOnEntity(<EntityLabs />, anEntity('Component', 'checkout'), {
    api,
    denied: ['pyk8s-lab.lab.create'],
  });

describe('those who may not create labs', () => {
  it('are told so where there are none', async () => {
    tabOf(new FakeLabApi());
    expect(
      await screen.findByText(
        /You are not allowed to create labs on this portal/,
      ),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: /Create/ })).toBeNull();
  });

  it('see the labs, without a button', async () => {
    tabOf(new FakeLabApi([aLab({ component: 'component:default/checkout' })]));
    expect(await screen.findByRole('row', { name: /demo/ })).toBeVisible();
    expect(screen.queryByRole('button', { name: /Create/ })).toBeNull();
  });
});
