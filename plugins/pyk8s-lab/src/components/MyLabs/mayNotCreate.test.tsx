import { screen } from '@testing-library/react';
import { FakeLabApi } from '../../__testUtils__';
import { renderPart } from '../../__testUtils__/renderLabs';
import { MyLabs } from '.';

// Whether one may create labs is remembered, so this has a file of its own.
it('offers no lab to who may not create any', async () => {
  renderPart(<MyLabs />, {
    api: new FakeLabApi(),
    denied: ['pyk8s-lab.lab.create'],
  });
  expect(await screen.findByText(/You have no labs/)).toBeVisible();
  expect(screen.queryByRole('link', { name: 'Create a lab' })).toBeNull();
});
