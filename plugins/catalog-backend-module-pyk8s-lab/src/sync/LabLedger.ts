import type { Entity } from '@backstage/catalog-model';
import type { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { isDeepStrictEqual } from 'node:util';

/** A lab as it was seen last. */
interface KnownLab {
  readonly version: number;
  readonly entityRef: string;
  /** Null once the lab is gone. */
  readonly entity: Entity | null;
}

/** Something that the catalog is to be told. One of the two is called, once. */
export interface Entry {
  readonly mutation: EntityProviderMutation;
  readonly succeeded: () => void;
  /** The catalog may or may not have heard: it is to be told again. */
  readonly failed: () => void;
}

/** What a {@link LabLedger} works with. */
export interface LabLedgerOptions {
  readonly toEntity: (lab: Lab) => Entity;
  /** By which the catalog knows whose entities they are. */
  readonly locationKey: string;
}

/**
 * What is known of labs, and what of it the catalog has been told. It takes what
 * streams and lists say in any order, keeps the newest of each lab, and makes of it
 * the least that the catalog must be told.
 */
export class LabLedger {
  readonly #options: LabLedgerOptions;
  readonly #labs = new Map<string, KnownLab>();
  /**
   * By lab, the entity that the catalog was told of, or null for none. Of what is
   * not in here, other processes may have told the catalog anything.
   */
  #told = new Map<string, Entity | null>();
  /** Labs of which there may be something to tell. */
  readonly #changed = new Set<string>();
  /** Labs that are gone, which the catalog has been told. */
  readonly #settled = new Set<string>();
  #lists = 0;
  #tellAll = false;

  static create(options: LabLedgerOptions): LabLedger {
    return new LabLedger(options);
  }

  private constructor(options: LabLedgerOptions) {
    this.#options = options;
  }

  /** The ids of the labs that there are. */
  get live(): string[] {
    return [...this.#labs].filter(([, { entity }]) => entity).map(([id]) => id);
  }

  /** Takes a lab as it was seen, unless something newer is known of it. */
  take(lab: Lab): void {
    const known = this.#labs.get(lab.id);
    if (known && known.version > lab.version) {
      return;
    }
    const { id, version, entityRef } = lab;
    const entity =
      lab.status === 'DELETED' ? null : this.#options.toEntity(lab);
    this.#know(id, { version, entityRef, entity });
  }

  /** Takes that a lab is not to be seen any more. */
  lose(id: string): void {
    const known = this.#labs.get(id);
    if (known) {
      this.#know(id, { ...known, entity: null });
    }
  }

  /**
   * Called before labs are listed. Until {@link endList}, it remembers which labs
   * have gone, since the list may still have them.
   */
  beginList(): void {
    this.#lists += 1;
  }

  /** Called when labs have been listed, or could not be. */
  endList(): void {
    this.#lists -= 1;
    this.#forgetSettled();
  }

  /**
   * Takes a complete list, after which the catalog is told of everything, so that it
   * loses what is not known here.
   *
   * @param list - labs: those that there are; gone: ids of those that are no more
   */
  takeAll(list: { labs: Iterable<Lab>; gone: Iterable<string> }): void {
    for (const id of list.gone) {
      this.lose(id);
    }
    for (const lab of list.labs) {
      this.take(lab);
    }
    this.#tellAll = true;
  }

  /**
   * What the catalog is to be told now; nothing when it knows it all. The next is
   * made when this one has succeeded or failed.
   */
  next(): Entry | undefined {
    return this.#tellAll ? this.#everything() : this.#changes();
  }

  #know(id: string, lab: KnownLab): void {
    this.#labs.set(id, lab);
    this.#changed.add(id);
  }

  #everything(): Entry {
    this.#tellAll = false;
    this.#changed.clear();
    this.#told = new Map(
      [...this.#labs].map(([id, { entity }]) => [id, entity]),
    );
    const gone = [...this.#told.keys()].filter(id => !this.#told.get(id));
    return {
      mutation: { type: 'full', entities: this.#deferred(this.#told.values()) },
      succeeded: () => this.#settle(gone),
      failed: () => {
        this.#told.clear();
        this.#tellAll = true;
      },
    };
  }

  #changes(): Entry | undefined {
    const news = [...this.#changed].flatMap(id => {
      const lab = this.#labs.get(id);
      return lab && !isDeepStrictEqual(lab.entity, this.#told.get(id))
        ? [{ id, lab }]
        : [];
    });
    this.#changed.clear();
    if (news.length === 0) {
      return undefined;
    }
    news.forEach(({ id, lab }) => this.#told.set(id, lab.entity));
    const gone = news.filter(({ lab }) => !lab.entity);
    return {
      mutation: {
        type: 'delta',
        added: this.#deferred(news.map(({ lab }) => lab.entity)),
        removed: gone.map(({ lab }) => ({
          entityRef: lab.entityRef,
          locationKey: this.#options.locationKey,
        })),
      },
      succeeded: () => this.#settle(gone.map(({ id }) => id)),
      failed: () =>
        news.forEach(({ id }) => {
          this.#told.delete(id);
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

  #settle(gone: readonly string[]): void {
    gone.forEach(id => this.#settled.add(id));
    this.#forgetSettled();
  }

  #forgetSettled(): void {
    if (this.#lists > 0) {
      return;
    }
    for (const id of this.#settled) {
      // What is seen again is not gone.
      if (!this.#labs.get(id)?.entity) {
        this.#labs.delete(id);
        this.#told.delete(id);
      }
    }
    this.#settled.clear();
  }
}
