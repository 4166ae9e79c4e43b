import type { Entity } from '@backstage/catalog-model';
import { aLab, anId } from '@internal/test-utils';
import { chooseLabs } from './chooseLabs';

const ALICE = 'user:default/alice';
const TEAM = 'group:default/team-a';
const CHECKOUT = 'component:default/checkout';

const entity = (
  change: { annotations?: Record<string, string> } & Partial<Entity> = {},
): Entity => {
  const { annotations, ...rest } = change;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'Checkout', annotations },
    ...rest,
  };
};

const LABS = [
  aLab({ n: 1, owner: ALICE }),
  aLab({ n: 2, owner: ALICE, component: 'component:default/search' }),
  aLab({ n: 3, owner: TEAM }),
  aLab({ n: 4, owner: TEAM, component: CHECKOUT }),
  aLab({ n: 5, owner: 'user:default/bob', component: CHECKOUT }),
];

const choose = (of: Entity, viewer = ALICE) => {
  const { labs, onlyThese } = chooseLabs(of, LABS, viewer);
  return { ids: labs.map(({ id }) => id), onlyThese };
};

describe('chooseLabs', () => {
  it('prefers labs of the component, then the user’s own without a component', () => {
    expect(choose(entity())).toEqual({
      ids: [anId(4), anId(5), anId(1)],
      onlyThese: false,
    });
  });

  it('ignores the case of user refs', () => {
    expect(choose(entity(), 'user:default/Alice').ids).toContain(anId(1));
  });

  it('includes the dependencies of the entity in the catalog', () => {
    const relations = [
      { type: 'dependsOn', targetRef: `resource:default/lab-${anId(3)}` },
      { type: 'dependsOn', targetRef: `resource:default/lab-${anId(9)}` },
      { type: 'ownedBy', targetRef: `resource:default/lab-${anId(2)}` },
    ];
    expect(choose(entity({ relations })).ids).toEqual([
      anId(3),
      anId(4),
      anId(5),
      anId(1),
    ]);
  });

  it.each([
    [`lab-${anId(2)}`, [anId(2)], true],
    // Deleted, or hidden from this user: no other cluster is used instead.
    [`lab-${anId(9)}`, [], true],
    ['production', [anId(4), anId(5), anId(1)], false],
  ])('respects the annotation for a cluster: %s', (name, ids, onlyThese) => {
    const annotations = { 'backstage.io/kubernetes-cluster': name };
    expect(choose(entity({ annotations }))).toEqual({ ids, onlyThese });
  });

  it('excludes labs of other users without a component', () => {
    expect(
      choose(entity({ metadata: { name: 'other' } }), 'user:default/bob').ids,
    ).toEqual([]);
  });
});
