import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type {
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';

/** A catalog that does what it is told, unless a test has it fail or be slow. */
export class FakeCatalog implements EntityProviderConnection {
  /** What it has, by entity ref. */
  readonly entities = new Map<string, Entity>();
  /** What it was told, in order, whether or not it was taken. */
  readonly mutations: EntityProviderMutation[] = [];
  /** Called before each mutation: throws, or takes its time. */
  before: (mutation: EntityProviderMutation) => void | Promise<void> = () =>
    undefined;
  /** Called after each: what throws here has been done all the same. */
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

  /** The entity of a title. */
  get(title: string): Entity | undefined {
    return [...this.entities.values()].find(
      ({ metadata }) => metadata.title === title,
    );
  }
}
