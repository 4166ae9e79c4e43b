import { SimulatedLabProvider } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-simulated';
import { aCluster, aLab, anId } from '../../__testUtils__/builders';
import { clustersOf } from '../../__testUtils__/clustersOf';
import { KubeConnections } from './KubeConnections';

const MINUTE = 60_000;
const START = Date.parse('2026-12-01T09:00:00Z');

const kubeconfig = (user: object, server = 'https://portal.invalid:6443') =>
  JSON.stringify({
    clusters: [{ name: 'c', cluster: { server } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  });

describe('KubeConnections', () => {
  let now: number;
  let provider: SimulatedLabProvider;
  let owners: jest.Mock;
  let viewers: jest.Mock;
  let connections: KubeConnections;
  const lab = aLab({
    provider: 'simulated',
    expiresAt: new Date(START + 120 * MINUTE),
  });

  beforeEach(() => {
    now = START;
    provider = SimulatedLabProvider.create({
      provisioningTimeMs: 0,
      maxWorkers: 0,
    });
    owners = jest.fn(async () => kubeconfig({}));
    viewers = jest.fn(async () => kubeconfig({ token: 'a-token' }));
    provider.kubeconfig = owners;
    provider.viewerKubeconfig = viewers;
    connections = new KubeConnections({
      clusters: clustersOf(provider),
      now: () => new Date(now),
    });
  });

  it('asks once for as long as it is good, for the portal', async () => {
    const [first, second] = await Promise.all([
      connections.to(lab, 'owner'),
      connections.to(lab, 'owner'),
    ]);
    expect(second).toBe(first);
    now += 4 * MINUTE;
    expect(await connections.to(lab, 'owner')).toBe(first);
    expect(owners.mock.calls).toEqual([
      [expect.anything(), expect.objectContaining({ reach: 'portal' })],
    ]);
    now += 2 * MINUTE;
    expect(await connections.to(lab, 'owner')).not.toBe(first);
  });

  it.each([
    ['half an hour', 120, 30],
    ['the lab', 20, 20],
    ['the shortest time that Kubernetes gives', 3, 10],
  ])(
    'has tokens for %s at most, and uses none shortly before its end',
    async (_, labMinutes, tokenMinutes) => {
      const short = aLab({
        provider: 'simulated',
        expiresAt: new Date(START + labMinutes * MINUTE),
      });
      const first = await connections.to(short, 'viewer');
      expect(first.authorization).toBe('Bearer a-token');
      expect(viewers.mock.calls[0][1].expiresAt).toEqual(
        new Date(START + tokenMinutes * MINUTE),
      );
      now += (tokenMinutes - 3) * MINUTE;
      expect(await connections.to(short, 'viewer')).toBe(first);
      now += 1.5 * MINUTE;
      expect(await connections.to(short, 'viewer')).not.toBe(first);
    },
  );

  it('keeps roles and labs apart, and forgets what was no good', async () => {
    const other = aLab({ ...lab, id: '00000000-0000-4000-8000-000000000099' });
    const owner = await connections.to(lab, 'owner');
    expect(await connections.to(lab, 'viewer')).not.toBe(owner);
    const others = await connections.to(other, 'owner');
    expect(others).not.toBe(owner);

    connections.forget(lab, owner);
    await Promise.resolve();
    expect(await connections.to(lab, 'owner')).not.toBe(owner);
    expect(await connections.to(other, 'owner')).toBe(others);

    owners.mockRejectedValueOnce(new Error('no luck'));
    connections.forget(other);
    await Promise.resolve();
    await expect(connections.to(other, 'owner')).rejects.toThrow('no luck');
    expect(await connections.to(other, 'owner')).toBeDefined();
  });

  it('opens another for a lab that was recreated', async () => {
    const first = await connections.to(lab, 'owner');
    const recreated = aLab({ ...lab, cluster: aCluster(anId(77)) });
    expect(await connections.to(recreated, 'owner')).not.toBe(first);
    expect(owners).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['another protocol', kubeconfig({}, 'http://portal.invalid')],
    ['no certificate', kubeconfig({ 'client-certificate-data': 'Y2FuYXJ5' })],
  ])('goes nowhere with %s', async (_, yaml) => {
    owners.mockResolvedValue(yaml);
    await expect(connections.to(lab, 'owner')).rejects.toThrow();
  });
});
