import { aLab, anId } from '@internal/test-utils';
import { toClusterDetails } from './toClusterDetails';

const ACCESS = { url: 'https://localhost:30001', caData: 'Y2E=', token: 'abc' };

describe('toClusterDetails', () => {
  it('has the token in the form that the Kubernetes plugin uses', () => {
    expect(toClusterDetails(aLab(), ACCESS, 'user:default/alice')).toEqual({
      name: `lab-${anId(1)}`,
      title: 'demo-1 (lab)',
      url: 'https://localhost:30001',
      caData: 'Y2E=',
      authMetadata: {
        'kubernetes.io/auth-provider': 'serviceAccount',
        serviceAccountToken: 'abc',
        'pyk8s-lab/is-lab': 'true',
      },
      skipMetricsLookup: true,
    });
  });

  it.each([
    ['user:default/alice', 'user:default/Alice', 'demo-1 (lab)'],
    ['group:default/team-a', 'user:default/alice', 'demo-1 (lab of team-a)'],
    ['user:ops/dan', 'user:default/alice', 'demo-1 (lab of dan)'],
  ])('titles a lab of %s for %s', (owner, viewer, title) => {
    expect(toClusterDetails(aLab({ owner }), ACCESS, viewer).title).toBe(title);
  });
});
