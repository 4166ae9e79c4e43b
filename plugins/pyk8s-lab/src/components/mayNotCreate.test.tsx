import { screen } from '@testing-library/react';
import { aLab, FakeLabApi } from '../__testUtils__';
import { renderLabs, renderPart } from '../__testUtils__/renderLabs';
import { anEntity, renderOnEntity } from '../__testUtils__/renderOnEntity';
import { EntityLabs } from './entity/EntityLabs';
import { MyLabs } from './home/MyLabs';

// Whether one may create labs is remembered, so these have a file of their own.
const DENIED = ['pyk8s-lab.lab.create'];

describe('the Labs page of those who may not create labs', () => {
  it('are told so when they have none', async () => {
    renderLabs('/labs', new FakeLabApi(), DENIED);
    expect(
      await screen.findByText(
        /You are not allowed to create labs on this portal/,
      ),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: /Create/ })).toBeNull();
  });

  it('see their labs, without a button', async () => {
    renderLabs('/labs', new FakeLabApi([aLab()]), DENIED);
    expect(await screen.findByRole('row', { name: /demo/ })).toBeVisible();
    expect(screen.queryByRole('button', { name: /Create/ })).toBeNull();
  });
});

it('the widget of the home page offers no lab to those who may not create any', async () => {
  renderPart(<MyLabs />, {
    api: new FakeLabApi(),
    denied: DENIED,
  });
  expect(await screen.findByText(/You have no labs/)).toBeVisible();
  expect(screen.queryByRole('link', { name: 'Create a lab' })).toBeNull();
});

const tabOf = (api: FakeLabApi) =>
  renderOnEntity(<EntityLabs />, anEntity('Component', 'checkout'), {
    api,
    denied: DENIED,
  });

describe('the tab of a component for those who may not create labs', () => {
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
