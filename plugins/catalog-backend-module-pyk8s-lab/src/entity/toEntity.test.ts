import {
  entitySchemaValidator,
  makeValidator,
  resourceEntityV1alpha1Validator,
  SchemaValidEntityPolicy,
  FieldFormatEntityPolicy,
  NoForeignRootFieldsEntityPolicy,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { aLab, anId } from '@internal/test-utils';
import { toEntity } from './toEntity';

const URLS = {
  app: 'https://portal.test/backstage',
  api: 'https://portal.test/api/pyk8s-lab',
};

describe('toEntity', () => {
  it('returns a Resource with the owner of the lab', () => {
    const lab = aLab({
      n: 7,
      name: 'checkout',
      purpose: 'Trying the new checkout',
      owner: 'group:default/team-a',
    });
    expect(toEntity(lab, URLS)).toEqual({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: {
        namespace: 'default',
        name: `lab-${anId(7)}`,
        title: 'checkout',
        description: 'Trying the new checkout',
        annotations: {
          'backstage.io/managed-by-location': `url:${URLS.api}/labs/${anId(7)}`,
          'backstage.io/managed-by-origin-location': `url:${
            URLS.api
          }/labs/${anId(7)}`,
          'backstage.io/view-url': `${URLS.app}/labs/${anId(7)}`,
          'pyk8s-lab.io/lab-id': anId(7),
          'pyk8s-lab.io/status': 'RUNNING',
          'pyk8s-lab.io/provider': 'kind',
          'pyk8s-lab.io/simulated': 'false',
          'pyk8s-lab.io/expires-at': '2026-12-01T11:00:00.000Z',
          'pyk8s-lab.io/kubernetes-version': 'v1.34.4',
        },
        tags: ['lab', 'kind'],
        links: [
          {
            title: 'Lab',
            icon: 'dashboard',
            url: `${URLS.app}/labs/${anId(7)}`,
          },
          { title: 'API', url: `${URLS.api}/labs/${anId(7)}` },
        ],
      },
      spec: {
        type: 'kubernetes-cluster',
        owner: 'group:default/team-a',
        lifecycle: 'ephemeral',
      },
    });
  });

  it.each<[string, Partial<Lab>]>([
    ['is running', {}],
    ['waits', { status: 'QUEUED', serverVersion: undefined, queuePosition: 2 }],
    ['has no end yet', { status: 'QUEUED', expiresAt: undefined }],
    ['failed', { status: 'ERROR', statusMessage: 'no room' }],
    ['has the longest name', { name: 'a'.repeat(63) }],
    ['has an empty purpose', { purpose: '' }],
    ['has a purpose of several lines', { purpose: 'a\n"b": {{ c }} — d' }],
    ['is simulated', { provider: 'simulated', simulated: true }],
    ['has a provider that makes no tag', { provider: 'My_Provider!' }],
    ['is for a component', { component: 'component:shop/check_out-2.0' }],
    ['has an owner of another namespace', { owner: 'group:ops/platform' }],
  ])(
    'is an entity that the catalog accepts when the lab %s',
    async (_, lab) => {
      const entity = toEntity(aLab(lab), URLS);
      entitySchemaValidator()(entity);
      expect(await resourceEntityV1alpha1Validator.check(entity)).toBe(true);
      for (const policy of [
        new SchemaValidEntityPolicy(),
        new FieldFormatEntityPolicy(makeValidator()),
        new NoForeignRootFieldsEntityPolicy(),
      ]) {
        expect(await policy.enforce(entity)).toBe(entity);
      }
    },
  );

  it('is a dependency of the lab’s component', () => {
    const { spec } = toEntity(aLab({ component: 'component:shop/cart' }), URLS);
    expect(spec.dependencyOf).toEqual(['component:shop/cart']);
    expect(toEntity(aLab(), URLS).spec).not.toHaveProperty('dependencyOf');
  });

  it('has the name that the API gives', () => {
    const lab = aLab({ n: 3 });
    expect(stringifyEntityRef(toEntity(lab, URLS))).toBe(lab.entityRef);
  });

  it.each<[string, Partial<Lab>, string | undefined]>([
    ['what the cluster says', { serverVersion: 'v1.34.4' }, 'v1.34.4'],
    [
      'what was asked for while there is no cluster',
      {
        serverVersion: undefined,
        spec: { kubernetesVersion: 'v1.33.1', workers: 0 },
      },
      'v1.33.1',
    ],
    [
      'nothing while the provider has not chosen',
      { serverVersion: undefined },
      undefined,
    ],
  ])('has for a version %s', (_, lab, version) => {
    expect(
      toEntity(aLab(lab), URLS).metadata.annotations?.[
        'pyk8s-lab.io/kubernetes-version'
      ],
    ).toBe(version);
  });

  it('marks a simulated lab', () => {
    const { metadata } = toEntity(
      aLab({ provider: 'simulated', simulated: true }),
      URLS,
    );
    expect(metadata.tags).toEqual(['lab', 'simulated']);
    expect(metadata.annotations?.['pyk8s-lab.io/simulated']).toBe('true');
  });

  it.each<[string, Partial<Lab>]>([
    ['its phase and progress', { phase: 'cni', progress: 0.4 }],
    ['the seconds that are left', { secondsLeft: 1 }],
    ['its place in the queue', { queuePosition: 9 }],
    ['its version', { version: 99 }],
    ['its endpoint', { endpoint: 'https://localhost:41234' }],
    ['its nodes', { nodes: [{ name: 'n', role: 'worker', state: 'ready' }] }],
    ['what the provider says', { statusMessage: 'Joining nodes' }],
  ])('does not change when %s', (_, change) => {
    expect(toEntity(aLab(change), URLS)).toEqual(toEntity(aLab(), URLS));
  });

  it('has no link to a page if the portal’s address is unknown', () => {
    const { links, annotations } = toEntity(aLab(), {
      ...URLS,
      app: undefined,
    }).metadata;
    expect(links?.map(({ title }) => title)).toEqual(['API']);
    expect(annotations).not.toHaveProperty('backstage.io/view-url');
  });
});
