import { screen } from '@testing-library/react';
import { aLab, FakeLabApi } from '../../__testUtils__';
import { renderPart } from '../../__testUtils__/renderLabs';
import { CliCommands } from './CliCommands';

const lab = aLab({ owner: 'user:default/grace' });

describe('CliCommands', () => {
  const show = (baseUrl: string) =>
    renderPart(<CliCommands lab={lab} />, { api: new FakeLabApi(), baseUrl });
  const direct = () =>
    screen.findByRole('group', { name: 'The merge command' });
  const viaPortal = 'The merge command through the portal';
  const hint = /needs a portal with https/;

  it('names the lab by its id, so that it is clear whose it is', async () => {
    show('https://portal.example.com');
    expect(await direct()).toHaveTextContent(
      `pyk8s cluster get-kubeconfig ${lab.id} --merge`,
    );
    expect(
      await screen.findByRole('group', { name: viaPortal }),
    ).toHaveTextContent(
      `pyk8s cluster get-kubeconfig ${lab.id} --via-portal --merge`,
    );
    expect(screen.queryByText(hint)).toBeNull();
  });

  it('offers no way through a portal that speaks plain http', async () => {
    show('http://localhost:7007');
    expect(await screen.findByText(hint)).toBeVisible();
    expect(await direct()).toBeVisible();
    expect(screen.queryByRole('group', { name: viaPortal })).toBeNull();
  });
});
