import { screen } from '@testing-library/react';
import { aLab, FakeLabApi } from '../../__testUtils__';
import { renderLabs } from '../../__testUtils__/renderLabs';

// Whether one may create labs is remembered, so this has a file of its own.
const DENIED = ['pyk8s-lab.lab.create'];

describe('those who may not create labs', () => {
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
