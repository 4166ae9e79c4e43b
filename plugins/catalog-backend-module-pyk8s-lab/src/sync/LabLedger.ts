import type { Entity } from '@backstage/catalog-model';
import type { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { isDeepStrictEqual } from 'node:util';

/** The last known state of a lab. */
interface KnownLab {
  readonly version: number;
  readonly entityRef: string;
  /** Null once the lab is deleted. */
  readonly entity: Entity | null;
}

/** A pending mutation of the catalog. Exactly one of the callbacks is called, once. */
export interface Entry {
  readonly mutation: EntityProviderMutation;
  readonly succeeded: () => void;
  /** The mutation may have been applied or not: it is retried. */
  readonly failed: () => void;
}

/** The dependencies of a {@link LabLedger}. */
export interface LabLedgerOptions {
  readonly toEntity: (lab: Lab) => Entity;
  /** The key by which the catalog assigns entities to a provider. */
  readonly locationKey: string;
}

/**
 * Tracks the known labs and what the catalog knows of them. It accepts updates of
 * streams and lists in any order, keeps the newest of each lab, and computes the
 * smallest mutation for the catalog.
 */
export class LabLedger {
  readonly #options: LabLedgerOptions;
  readonly #labs = new Map<string, KnownLab>();
  /**
   * The entity of each lab in the catalog, or null for none. For labs that are not in
   * this map, other processes may have written anything.
   */
  #written = new Map<string, Entity | null>();
  /** Labs with possible changes. */
  readonly #changed = new Set<string>();
  /** Deleted labs that the catalog has removed. */
  readonly #removed = new Set<string>();
  #lists = 0;
  #replaceAll = false;

  static create(options: LabLedgerOptions): LabLedger {
    return new LabLedger(options);
  }

  private constructor(options: LabLedgerOptions) {
    this.#options = options;
  }

  /** The ids of the existing labs. */
  get live(): string[] {
    return [...this.#labs].filter(([, { entity }]) => entity).map(([id]) => id);
  }

  /** Records a lab, unless a newer version is known. */
  record(lab: Lab): void {
    const known = this.#labs.get(lab.id);
    if (known && known.version > lab.version) {
      return;
    }
    const { id, version, entityRef } = lab;
    const entity =
      lab.status === 'DELETED' ? null : this.#options.toEntity(lab);
    this.#update(id, { version, entityRef, entity });
  }

  /** Records that a lab is hidden or deleted. */
  hide(id: string): void {
    const known = this.#labs.get(id);
    if (known) {
      this.#update(id, { ...known, entity: null });
    }
  }

  /**
   * Called before labs are listed. Until {@link endList}, it remembers deleted labs,
   * because the list may still contain them.
   */
  beginList(): void {
    this.#lists += 1;
  }

  /** Called after a list, complete or failed. */
  endList(): void {
    this.#lists -= 1;
    this.#forgetRemoved();
  }

  /**
   * Records a complete list. The next mutation replaces all entities, so that the
   * catalog removes those that are not known here.
   *
   * @param list - labs: the existing ones; gone: the ids of deleted ones
   */
  recordAll(list: { labs: Iterable<Lab>; gone: Iterable<string> }): void {
    for (const id of list.gone) {
      this.hide(id);
    }
    for (const lab of list.labs) {
      this.record(lab);
    }
    this.#replaceAll = true;
  }

  /**
   * The next mutation of the catalog; undefined when it is up to date. Another one is
   * available when this one has succeeded or failed.
   */
  next(): Entry | undefined {
    return this.#replaceAll ? this.#everything() : this.#changes();
  }

  #update(id: string, lab: KnownLab): void {
    this.#labs.set(id, lab);
    this.#changed.add(id);
  }

  #everything(): Entry {
    this.#replaceAll = false;
    this.#changed.clear();
    this.#written = new Map(
      [...this.#labs].map(([id, { entity }]) => [id, entity]),
    );
    const gone = [...this.#written.keys()].filter(id => !this.#written.get(id));
    return {
      mutation: {
        type: 'full',
        entities: this.#deferred(this.#written.values()),
      },
      succeeded: () => this.#markRemoved(gone),
      failed: () => {
        this.#written.clear();
        this.#replaceAll = true;
      },
    };
  }

  #changes(): Entry | undefined {
    const changes = [...this.#changed].flatMap(id => {
      const lab = this.#labs.get(id);
      return lab && !isDeepStrictEqual(lab.entity, this.#written.get(id))
        ? [{ id, lab }]
        : [];
    });
    this.#changed.clear();
    if (changes.length === 0) {
      return undefined;
    }
    changes.forEach(({ id, lab }) => this.#written.set(id, lab.entity));
    const gone = changes.filter(({ lab }) => !lab.entity);
    return {
      mutation: {
        type: 'delta',
        added: this.#deferred(changes.map(({ lab }) => lab.entity)),
        removed: gone.map(({ lab }) => ({
          entityRef: lab.entityRef,
          locationKey: this.#options.locationKey,
        })),
      },
      succeeded: () => this.#markRemoved(gone.map(({ id }) => id)),
      failed: () =>
        changes.forEach(({ id }) => {
          this.#written.delete(id);
          this.#changed.add(id);
        }),
    };
  }

  #deferred(entities: Iterable<Entity | null>) {
    const { locationKey } = this.#options;
    return [...entities].flatMap(entity =>
      entity ? [{ entity, locationKey }] : [],
    );
  }

  #markRemoved(gone: readonly string[]): void {
    gone.forEach(id => this.#removed.add(id));
    this.#forgetRemoved();
  }

  #forgetRemoved(): void {
    if (this.#lists > 0) {
      return;
    }
    for (const id of this.#removed) {
      // A visible lab is not deleted.
      if (!this.#labs.get(id)?.entity) {
        this.#labs.delete(id);
        this.#written.delete(id);
      }
    }
    this.#removed.clear();
  }
}
