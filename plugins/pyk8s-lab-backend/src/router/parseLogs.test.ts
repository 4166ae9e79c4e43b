import { parseLogs, type LogQuery } from './parseLogs';

describe('parseLogs', () => {
  it.each<[LogQuery, object]>([
    [
      { source: 'provisioning' },
      {
        source: { kind: 'provisioning', run: undefined },
        tailLines: 1000,
        follow: false,
      },
    ],
    [
      { source: 'node', node: 'n', unit: 'kubelet', since: '10m', tail: '5' },
      {
        source: { kind: 'node', node: 'n', unit: 'kubelet' },
        tailLines: 5,
        sinceSeconds: 600,
        follow: false,
      },
    ],
    [
      { source: 'pod', pod: 'web', follow: 'true' },
      {
        source: {
          kind: 'pod',
          namespace: 'default',
          pod: 'web',
          container: undefined,
          previous: false,
        },
        tailLines: 1000,
        follow: true,
      },
    ],
    [
      {
        source: 'pod',
        namespace: 'a',
        pod: 'b',
        container: 'c',
        previous: 'true',
        follow: 'false',
      },
      {
        source: {
          kind: 'pod',
          namespace: 'a',
          pod: 'b',
          container: 'c',
          previous: true,
        },
        tailLines: 1000,
        follow: false,
      },
    ],
  ])('reads %j', (query, request) => {
    expect(parseLogs(query)).toEqual(request);
  });

  it.each<[LogQuery, string]>([
    [{}, 'source must be provisioning, node or pod.'],
    [{ source: 'docker' }, 'source must be provisioning, node or pod.'],
    [{ source: 'pod' }, 'pod must name the pod'],
    [{ source: 'pod', pod: '' }, 'pod must name the pod'],
    [
      { source: 'node', pod: 'web' },
      'pod says nothing about the source "node"',
    ],
    [{ source: 'provisioning', since: '1h' }, 'since says nothing'],
    [{ source: 'node', tail: '0' }, 'tail must be an integer from 1 to'],
    [{ source: 'node', tail: '100001' }, 'tail must be an integer from 1'],
    [{ source: 'node', tail: '1e3' }, 'tail must be an integer from 1 to'],
    [{ source: 'node', since: 'yesterday' }, 'yesterday'],
    [{ source: 'node', follow: 'yes' }, 'follow must be true or false.'],
  ])('refuses %j', (query, words) => {
    expect(() => parseLogs(query)).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringContaining(words),
      }),
    );
  });
});
