import { parse, stringify } from 'yaml';
import { kubeadmPatches, leavesAddonsOut } from './kubeadmPatches';

const patches = kubeadmPatches(['localhost']).map(patch => parse(patch));

const patchesFor = (kind: string, version: string) =>
  patches.filter(
    patch =>
      patch.kind === kind &&
      [undefined, `kubeadm.k8s.io/${version}`].includes(patch.apiVersion),
  );

describe('kubeadmPatches', () => {
  it.each(['v1beta2', 'v1beta3', 'v1beta4'])(
    'has the names of the certificate in %s',
    version => {
      expect(patchesFor('ClusterConfiguration', version)[0].apiServer).toEqual({
        certSANs: ['localhost'],
      });
    },
  );

  it('leaves arguments of v1beta2 as kind writes them', () => {
    expect(patchesFor('ClusterConfiguration', 'v1beta2')).toHaveLength(1);
    expect(patchesFor('InitConfiguration', 'v1beta2')).toEqual([]);
  });

  it('adds arguments to the map of v1beta3', () => {
    expect(
      patchesFor('ClusterConfiguration', 'v1beta3')[1].controllerManager,
    ).toEqual({
      extraArgs: {
        'kube-api-qps': '100',
        'kube-api-burst': '200',
        'leader-elect-retry-period': '1s',
      },
    });
  });

  it("replaces the list of v1beta4 with one that has kind's own argument", () => {
    expect(
      patchesFor('ClusterConfiguration', 'v1beta4')[1].controllerManager,
    ).toEqual({
      extraArgs: [
        { name: 'enable-hostpath-provisioner', value: 'true' },
        { name: 'kube-api-qps', value: '100' },
        { name: 'kube-api-burst', value: '200' },
        { name: 'leader-elect-retry-period', value: '1s' },
      ],
    });
  });

  it.each(['v1beta3', 'v1beta4'])(
    'leaves the add-ons of %s out, and what kind leaves out',
    version => {
      expect(patchesFor('InitConfiguration', version)).toEqual([
        expect.objectContaining({ skipPhases: ['preflight', 'addon'] }),
      ]);
    },
  );
});

describe('leavesAddonsOut', () => {
  it.each([
    [
      'as we tell kind',
      stringify({ skipPhases: ['preflight', 'addon'] }),
      true,
    ],
    ['as kind writes it', 'skipPhases:\n- preflight\n- addon\n', true],
    ['by itself', 'skipPhases:\n- preflight\n', false],
    [
      'without a proxy',
      'skipPhases:\n- preflight\n- addon/kube-proxy\n',
      false,
    ],
    ['for nothing', '', false],
  ])('is, %s, %#', (_, conf, expected) => {
    expect(leavesAddonsOut(conf)).toBe(expected);
  });
});
