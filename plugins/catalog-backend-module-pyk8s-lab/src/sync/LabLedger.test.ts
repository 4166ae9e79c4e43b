import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { aLab, anId } from '@internal/test-utils';
import { FakeCatalog } from '../__testUtils__/FakeCatalog';
import { toEntity } from '../entity/toEntity';
import { LabLedger, type Entry } from './LabLedger';

const URLS = { app: 'https://app', api: 'https://api' };
const create = () =>
  LabLedger.create({
    toEntity: lab => toEntity(lab, URLS),
    locationKey: 'key',
  });
const gone = (lab: Lab): Lab => ({
  ...lab,
  status: 'DELETED',
  version: lab.version + 1,
});

/** The names and ids of the labs that a mutation adds and removes. */
function summary(entry: Entry | undefined) {
  const mutation = entry?.mutation;
  if (mutation?.type === 'full') {
    return mutation.entities.map(({ entity }) => entity.metadata.title);
  }
  return (
    mutation && {
      added: mutation.added.map(({ entity }) => entity.metadata.title),
      removed: mutation.removed.map(item =>
        'entityRef' in item ? item.entityRef : item,
      ),
    }
  );
}

/** Completes all pending mutations. */
function settle(ledger: LabLedger): void {
  for (let entry = ledger.next(); entry; entry = ledger.next()) {
    entry.succeeded();
  }
}

describe('LabLedger', () => {
  it('has no mutation without labs', () => {
    expect(create().next()).toBeUndefined();
  });

  it('batches changes, and returns each once', () => {
    const ledger = create();
    ledger.record(aLab({ n: 1, name: 'one' }));
    ledger.record(aLab({ n: 2, name: 'two' }));
    const entry = ledger.next();
    expect(summary(entry)).toEqual({ added: ['one', 'two'], removed: [] });
    entry?.succeeded();
    expect(ledger.next()).toBeUndefined();
  });

  it('skips changes that do not change an entity', () => {
    const ledger = create();
    ledger.record(aLab());
    settle(ledger);
    ledger.record(aLab({ version: 2, progress: 0.5, phase: 'cni' }));
    expect(ledger.next()).toBeUndefined();
    ledger.record(aLab({ version: 3, owner: 'user:default/bob' }));
    expect(summary(ledger.next())).toMatchObject({ added: ['demo-1'] });
  });

  it('ignores older versions', () => {
    const ledger = create();
    ledger.record(aLab({ version: 5, name: 'new' }));
    ledger.record(aLab({ version: 4, name: 'old' }));
    expect(summary(ledger.next())).toMatchObject({ added: ['new'] });
  });

  it('removes a deleted lab, also one that was never added', () => {
    const ledger = create();
    const lab = aLab({ n: 3 });
    ledger.record(gone(lab));
    expect(summary(ledger.next())).toEqual({
      added: [],
      removed: [`resource:default/lab-${anId(3)}`],
    });
  });

  it('returns all entities after a complete list', () => {
    const ledger = create();
    ledger.record(aLab({ n: 1, name: 'one' }));
    ledger.record(aLab({ n: 2, name: 'two' }));
    settle(ledger);
    ledger.beginList();
    ledger.recordAll({
      labs: [aLab({ n: 1, name: 'one' }), aLab({ n: 3, name: 'three' })],
      gone: [anId(2)],
    });
    ledger.endList();
    const entry = ledger.next();
    expect(summary(entry)).toEqual(['one', 'three']);
    entry?.succeeded();
    expect(ledger.next()).toBeUndefined();
    expect(ledger.live).toEqual([anId(1), anId(3)]);
  });

  it('keeps changes that arrived during a list, and newer versions', () => {
    const ledger = create();
    ledger.beginList();
    ledger.record(aLab({ n: 1, name: 'newer', version: 2 }));
    ledger.record(aLab({ n: 2, name: 'made meanwhile' }));
    ledger.recordAll({
      labs: [aLab({ n: 1, name: 'older', version: 1 })],
      gone: [],
    });
    ledger.endList();
    expect(summary(ledger.next())).toEqual(['newer', 'made meanwhile']);
  });

  it('does not restore a lab from a list that was deleted during it', () => {
    const ledger = create();
    const lab = aLab();
    ledger.record(lab);
    settle(ledger);
    ledger.beginList();
    ledger.record(gone(lab));
    settle(ledger);
    ledger.recordAll({ labs: [lab], gone: [] });
    ledger.endList();
    expect(summary(ledger.next())).toEqual([]);
  });

  it('retries a failed mutation with the latest state', () => {
    const ledger = create();
    ledger.record(aLab({ n: 1, name: 'first' }));
    const entry = ledger.next();
    ledger.record(aLab({ n: 1, name: 'second', version: 2 }));
    entry?.failed();
    expect(summary(ledger.next())).toMatchObject({ added: ['second'] });
    expect(ledger.next()).toBeUndefined();
  });

  it('retries a failed mutation that restores the previous state', () => {
    const ledger = create();
    ledger.record(aLab({ name: 'a' }));
    settle(ledger);
    ledger.record(aLab({ name: 'b', version: 2 }));
    const entry = ledger.next();
    // The catalog may have applied b all the same.
    entry?.failed();
    ledger.record(aLab({ name: 'a', version: 3 }));
    expect(summary(ledger.next())).toMatchObject({ added: ['a'] });
  });

  it('returns a change that is reverted while it is applied', () => {
    const ledger = create();
    ledger.record(aLab({ name: 'a' }));
    settle(ledger);
    ledger.record(aLab({ name: 'b', version: 2 }));
    const entry = ledger.next();
    ledger.record(aLab({ name: 'a', version: 3 }));
    entry?.succeeded();
    expect(summary(ledger.next())).toMatchObject({ added: ['a'] });
  });

  it('returns all entities again when that failed', () => {
    const ledger = create();
    ledger.recordAll({ labs: [aLab({ name: 'one' })], gone: [] });
    ledger.next()?.failed();
    ledger.record(aLab({ n: 2, name: 'two' }));
    expect(summary(ledger.next())).toEqual(['one', 'two']);
  });

  it('removes a hidden lab, and adds it again', () => {
    const ledger = create();
    ledger.record(aLab());
    settle(ledger);
    ledger.hide(anId(1));
    ledger.hide(anId(99));
    const entry = ledger.next();
    expect(summary(entry)).toMatchObject({
      removed: [`resource:default/lab-${anId(1)}`],
    });
    entry?.succeeded();
    ledger.record(aLab());
    expect(summary(ledger.next())).toMatchObject({ added: ['demo-1'] });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'converges, whatever fails in between (%s)',
    async seed => {
      const random = randomFrom(seed);
      const ledger = create();
      const catalog = new FakeCatalog();
      const truth = new Map<number, Lab>();
      const live = () =>
        [...truth.values()].filter(({ status }) => status !== 'DELETED');
      const change = () => {
        const n = Math.floor(random() * 40);
        const lab = truth.get(n);
        if (lab?.status !== 'DELETED') {
          const next = aLab({
            n,
            version: (lab?.version ?? 0) + 1,
            owner: `user:default/${random() < 0.5 ? 'alice' : 'bob'}`,
            status: lab && random() < 0.2 ? 'DELETED' : 'RUNNING',
          });
          truth.set(n, next);
          ledger.record(next);
        }
      };
      // A failed mutation may have been applied or not.
      const failSometimes = () => {
        if (random() < 0.3) {
          throw new Error('The catalog is down');
        }
      };
      catalog.before = failSometimes;
      catalog.after = failSometimes;
      const tell = async (entry: Entry) => {
        const told = catalog.applyMutation(entry.mutation);
        change();
        await told.then(entry.succeeded, entry.failed);
      };
      const list = () => {
        ledger.beginList();
        const labs = live();
        change();
        ledger.recordAll({ labs, gone: [] });
        ledger.endList();
      };
      for (let step = 0; step < 150; step += 1) {
        change();
        if (random() < 0.2) {
          list();
        }
        const entry = ledger.next();
        if (entry) {
          await tell(entry);
        }
      }
      list();
      for (let entry = ledger.next(); entry; entry = ledger.next()) {
        await catalog
          .applyMutation(entry.mutation)
          .then(entry.succeeded, entry.failed);
      }
      expect(
        [...catalog.entities].map(([ref, { spec }]) => [ref, spec?.owner]),
      ).toEqual(
        expect.arrayContaining(
          live().map(({ entityRef, owner }) => [entityRef, owner]),
        ),
      );
      expect(catalog.entities.size).toBe(live().length);
      expect(live().length).toBeGreaterThan(0);
    },
  );
});

/** Pseudorandom numbers from 0 to 1 for a seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
