import { screen } from '@testing-library/react';
import { FakeLabApi } from '../../__testUtils__';
import { renderPart } from '../../__testUtils__/renderLabs';
import { LabSearchResult, type LabSearchResultProps } from './LabSearchResult';

const document = {
  title: 'demo',
  text: 'Try Cilium · Lab of user:default/ada',
  location: '/labs/1',
  labId: '1',
  simulated: 'false',
};

const show = (props: LabSearchResultProps) =>
  renderPart(<LabSearchResult {...props} />, { api: new FakeLabApi() });

describe('LabSearchResult', () => {
  it('leads to the lab', async () => {
    show({ result: document });
    expect(await screen.findByRole('link', { name: 'demo' })).toHaveAttribute(
      'href',
      '/labs/1',
    );
    expect(screen.getByText('Lab')).toBeVisible();
    expect(screen.getByText(/Try Cilium/)).toBeVisible();
    expect(screen.queryByText('Simulated')).toBeNull();
  });

  it('marks the words that were searched for', async () => {
    show({
      result: document,
      highlight: {
        preTag: '<b>',
        postTag: '</b>',
        fields: { text: 'Try <b>Cilium</b>', title: '<b>de</b>mo' },
      },
    });
    expect((await screen.findByText('Cilium')).tagName).toBe('MARK');
    expect(screen.getByRole('link', { name: 'demo' })).toBeVisible();
  });

  it('says that a lab is simulated', async () => {
    show({ result: { ...document, simulated: 'true' } });
    expect(await screen.findByText('Simulated')).toBeVisible();
  });

  it('does not take the page of all labs for a lab', async () => {
    show({ result: { ...document, title: 'Labs', labId: '' } });
    expect(await screen.findByRole('link', { name: 'Labs' })).toBeVisible();
    expect(screen.queryByText('Lab')).toBeNull();
  });

  it('shows nothing without a result', () => {
    show({});
    expect(screen.queryByRole('link')).toBeNull();
  });
});
