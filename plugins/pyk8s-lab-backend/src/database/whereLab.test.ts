import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  EVERY_LAB,
  matchesLab,
  NO_LAB,
  type LabFilter,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabStatus } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Knex } from 'knex';
import { aLab, anId } from '../__testUtils__/builders';
import { DatabaseLabStore } from './DatabaseLabStore';
import type { LabRecord } from './LabRecord';

const databases = TestDatabases.create();

const OWNERS = ['user:default/alice', 'group:default/team-a', "x:y/'; --"];
const STATUSES: LabStatus[] = ['RUNNING', 'ERROR', 'DELETED'];

const LABS: LabRecord[] = OWNERS.flatMap((ownerRef, o) =>
  STATUSES.flatMap((status, s) =>
    [true, false].map((simulated, i) => {
      const n = 1 + o * 6 + s * 2 + i;
      return aLab({
        id: anId(n),
        name: `lab-${n}`,
        ownerRef,
        status,
        simulated,
      });
    }),
  ),
);

const LEAVES: LabFilter[] = [
  EVERY_LAB,
  NO_LAB,
  { owners: [] },
  ...OWNERS.map(owner => ({ owners: [owner] })),
  { owners: OWNERS.slice(1) },
  { owners: ['user:default/nobody'] },
  { statuses: [] },
  { statuses: ['RUNNING', 'ERROR'] },
  { simulated: true },
  { simulated: false },
];

/** Every filter of up to two leaves, and some of them inside others. */
const FILTERS: LabFilter[] = [
  ...LEAVES,
  ...LEAVES.map(leaf => ({ not: leaf })),
  ...LEAVES.flatMap((one, index) => {
    const other = LEAVES[(index * 5 + 3) % LEAVES.length];
    const more = LEAVES[(index * 7 + 4) % LEAVES.length];
    return [
      { allOf: [one, other] },
      { anyOf: [one, other] },
      { not: { allOf: [one, { not: other }] } },
      { not: { anyOf: [one, { allOf: [other, { not: more }] }] } },
      { allOf: [{ anyOf: [one, more] }, { not: { anyOf: [other] } }] },
    ];
  }),
];

describe.each(databases.eachSupportedId())('filters of labs on %s', id => {
  let knex: Knex;
  let store: DatabaseLabStore;

  beforeAll(async () => {
    knex = await databases.init(id);
    store = await DatabaseLabStore.create({
      database: mockServices.database({ knex, migrations: { skip: false } }),
    });
    for (const lab of LABS) {
      await store.create(lab, {
        events: [{ type: 'lab.created', message: '' }],
      });
    }
  });
  afterAll(() => knex.destroy());

  it.each(FILTERS.map(filter => [JSON.stringify(filter), filter] as const))(
    'find in the database what they match in memory: %s',
    async (_, filter) => {
      const expected = LABS.filter(lab => matchesLab(filter, lab))
        .map(lab => lab.id)
        .sort();
      const { items, total } = await store.list({
        readable: filter,
        orderBy: { field: 'name', descending: false },
        limit: 100,
        offset: 0,
      });
      expect(items.map(lab => lab.id).sort()).toEqual(expected);
      expect(total).toBe(expected.length);
      const events = await store.eventsAfter(0, 100, filter);
      expect(events.map(({ labId }) => labId).sort()).toEqual(expected);
    },
  );

  it('narrow what is asked for, whatever that is', async () => {
    const { total } = await store.list({
      readable: { anyOf: [{ owners: [OWNERS[0]] }, { simulated: true }] },
      owners: [OWNERS[1]],
      statuses: ['ERROR'],
      text: 'lab',
      orderBy: { field: 'name', descending: false },
      limit: 100,
      offset: 0,
    });
    expect(total).toBe(1);
  });

  it('have samples that tell them apart', () => {
    const counts = new Set(
      FILTERS.map(filter => LABS.filter(lab => matchesLab(filter, lab)).length),
    );
    expect(counts.size).toBeGreaterThan(8);
  });
});
