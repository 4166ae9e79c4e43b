import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type {
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';

/** A catalog that can be made to fail or to be slow. */
export class FakeCatalog implements EntityProviderConnection {
  /** Its entities, by ref. */
  readonly entities = new Map<string, Entity>();
  /** All mutations, in order, applied or not. */
  readonly mutations: EntityProviderMutation[] = [];
  /** Called before each mutation; can throw or delay it. */
  before: (mutation: EntityProviderMutation) => void | Promise<void> = () =>
    undefined;
  /** Called after each; an error is thrown although the mutation was applied. */
  after: () => void = () => undefined;

  async applyMutation(mutation: EntityProviderMutation): Promise<void> {
    this.mutations.push(mutation);
    await this.before(mutation);
    if (mutation.type === 'full') {
      this.entities.clear();
    }
    const added = mutation.type === 'full' ? mutation.entities : mutation.added;
    const removed = mutation.type === 'full' ? [] : mutation.removed;
    removed.forEach(item =>
      this.entities.delete(
        'entityRef' in item ? item.entityRef : stringifyEntityRef(item.entity),
      ),
    );
    added.forEach(({ entity }) =>
      this.entities.set(stringifyEntityRef(entity), entity),
    );
    this.after();
  }

  async refresh(): Promise<void> {
    throw new Error('Nobody asks for this.');
  }

  /** The titles of the entities, sorted. */
  get titles(): string[] {
    return [...this.entities.values()]
      .map(({ metadata }) => metadata.title ?? '')
      .sort();
  }

  /** The entity with a title. */
  get(title: string): Entity | undefined {
    return [...this.entities.values()].find(
      ({ metadata }) => metadata.title === title,
    );
  }
}
