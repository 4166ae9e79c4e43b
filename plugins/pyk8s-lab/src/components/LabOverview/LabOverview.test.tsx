import { screen, waitFor } from '@testing-library/react';
import { aLab, aLabInTheMaking, anEvent } from '../../__testUtils__';
import { openLab } from '../../__testUtils__/renderLabs';

const step = (name: string) =>
  screen.getByText(name, { exact: false, selector: 'li > span' }).closest('li');

describe('LabOverview', () => {
  it('shows a lab come up, step by step, without a reload', async () => {
    const lab = aLabInTheMaking();
    const { api } = await openLab(lab);
    expect(step('Preparing the nodes')).toHaveTextContent('4s');
    expect(step('Starting the control plane')).toHaveAttribute(
      'aria-current',
      'step',
    );
    expect(screen.getByRole('progressbar')).toHaveValue(40);

    api.stream.push(anEvent(1, { ...aLab(), phases: lab.phases, version: 2 }));
    await waitFor(() =>
      expect(screen.queryByRole('progressbar')).not.toBeInTheDocument(),
    );
    expect(screen.getByText('Running')).toBeVisible();
  });

  it('tells what is known of a lab', async () => {
    await openLab(
      aLab({
        purpose: 'Try Cilium',
        owner: 'group:default/compilers',
        spec: { kubernetesVersion: 'default', workers: 1 },
        serverVersion: 'v1.34.4',
        conditions: { dns: { status: 'pending', message: 'CoreDNS starts' } },
      }),
    );
    const fact = (name: string) =>
      screen.getByText(name, { selector: 'main dl > div > dt' })
        .nextElementSibling;
    expect(fact('Purpose')).toHaveTextContent('Try Cilium');
    expect(fact('Created by')).toHaveTextContent('ada');
    expect(fact('Nodes')).toHaveTextContent('Control plane + 1 worker');
    expect(fact('Kubernetes')).toHaveTextContent('v1.34.4');
    expect(screen.getByText('CoreDNS starts')).toBeVisible();
  });

  it('says where a lab is in the queue, and why', async () => {
    await openLab(
      aLabInTheMaking({
        status: 'QUEUED',
        queuePosition: 3,
        statusMessage: 'The host has no memory left.',
        phases: [],
      }),
    );
    expect(
      screen.getByText('Number 3 in the queue. The host has no memory left.'),
    ).toBeVisible();
  });
});
