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
  it('asks the labs of the component first, then one’s own that are for nothing', () => {
    expect(choose(entity())).toEqual({
      ids: [anId(4), anId(5), anId(1)],
      onlyThese: false,
    });
  });

  it('knows people whatever a sign-in makes of their names', () => {
    expect(choose(entity(), 'user:default/Alice').ids).toContain(anId(1));
  });

  it('asks what the entity depends on in the catalog', () => {
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
    // Gone, or not to be seen by this person: other clusters are not meant.
    [`lab-${anId(9)}`, [], true],
    ['production', [anId(4), anId(5), anId(1)], false],
  ])('goes by the cluster that is named: %s', (name, ids, onlyThese) => {
    const annotations = { 'backstage.io/kubernetes-cluster': name };
    expect(choose(entity({ annotations }))).toEqual({ ids, onlyThese });
  });

  it('asks no lab of others about what has none', () => {
    expect(
      choose(entity({ metadata: { name: 'other' } }), 'user:default/bob').ids,
    ).toEqual([]);
  });
});
