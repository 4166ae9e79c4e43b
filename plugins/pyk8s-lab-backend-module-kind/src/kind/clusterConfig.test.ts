import { parse } from 'yaml';
import { clusterConfig, httpsUrl } from './clusterConfig';

const config = (listen: string, host: string, workers = 0) =>
  parse(clusterConfig({ workers, apiPort: 30_001, reach: { listen, host } }));

const certificateNames = (listen: string, host: string) =>
  parse(config(listen, host).kubeadmConfigPatches[0]).apiServer.certSANs;

describe('clusterConfig', () => {
  it('holds the nodes, and where the API server listens', () => {
    expect(config('10.1.2.3', 'labs.example.com', 2)).toMatchObject({
      kind: 'Cluster',
      apiVersion: 'kind.x-k8s.io/v1alpha4',
      networking: { apiServerAddress: '10.1.2.3', apiServerPort: 30_001 },
      nodes: [
        { role: 'control-plane' },
        { role: 'worker' },
        { role: 'worker' },
      ],
    });
  });

  it.each([
    ['127.0.0.1', 'localhost', ['localhost', '127.0.0.1', '::1']],
    [
      '10.1.2.3',
      'labs.example.com',
      ['localhost', '127.0.0.1', '::1', 'labs.example.com', '10.1.2.3'],
    ],
    ['0.0.0.0', '10.1.2.3', ['localhost', '127.0.0.1', '::1', '10.1.2.3']],
    ['::', 'fd00::1', ['localhost', '127.0.0.1', '::1', 'fd00::1']],
  ])(
    'listening at %s for %s, has a certificate for %j',
    (listen, host, names) => {
      expect(certificateNames(listen, host)).toEqual(names);
    },
  );
});

describe('httpsUrl', () => {
  it.each([
    ['localhost', 'https://localhost:6443'],
    ['10.0.0.1', 'https://10.0.0.1:6443'],
    ['fd00::1', 'https://[fd00::1]:6443'],
  ])('is, for %s, %s', (host, url) => {
    expect(httpsUrl(host, 6443)).toBe(url);
  });
});
