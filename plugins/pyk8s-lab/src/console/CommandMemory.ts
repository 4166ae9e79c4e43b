import type { StorageApi } from '@backstage/frontend-plugin-api';
import { holdsSecret } from './secrets';

/** Labs come and go: what was run in those before is forgotten. */
const MAX_LABS = 20;
const KEY = 'commands';

type Snapshot = ReturnType<StorageApi['snapshot']>;

interface LabCommands {
  readonly lab: string;
  /** The oldest first. */
  readonly commands: string[];
}

/**
 * The commands that were run in the labs, as Backstage keeps them for the user:
 * in the browser, unless the portal keeps such settings on the server. Commands
 * that look as if they held a secret are not kept.
 */
export class CommandMemory {
  readonly #storage: StorageApi;
  #writing: Promise<void> = Promise.resolve();

  static create(storage: StorageApi): CommandMemory {
    return new CommandMemory(storage.forBucket('pyk8s-lab'));
  }

  private constructor(storage: StorageApi) {
    this.#storage = storage;
  }

  /** The commands of a lab, the oldest first. */
  async read(labId: string): Promise<string[]> {
    const labs = await this.#labs();
    return labs.find(({ lab }) => lab === labId)?.commands ?? [];
  }

  /** Keeps the commands of a lab instead of those that were kept before. */
  async write(labId: string, commands: readonly string[]): Promise<void> {
    // One after another, so that no write undoes another.
    this.#writing = this.#writing
      .catch(() => undefined)
      .then(() => this.#write(labId, commands));
    return this.#writing;
  }

  async #write(labId: string, commands: readonly string[]): Promise<void> {
    const kept = commands.filter(command => !holdsSecret(command));
    const others = (await this.#labs()).filter(({ lab }) => lab !== labId);
    const labs = kept.length > 0 ? [{ lab: labId, commands: kept }] : [];
    await this.#storage.set(
      KEY,
      [...labs, ...others].slice(0, MAX_LABS).map(one => ({ ...one })),
    );
  }

  /** The lab that was used last comes first. */
  async #labs(): Promise<LabCommands[]> {
    const { value } = await this.#snapshot();
    const labs: unknown[] = Array.isArray(value) ? value : [];
    return labs.filter(isLabCommands);
  }

  async #snapshot(): Promise<Snapshot> {
    const snapshot = this.#storage.snapshot(KEY);
    if (snapshot.presence !== 'unknown') {
      return snapshot;
    }
    return new Promise((resolve, reject) => {
      const subscription = this.#storage.observe$(KEY).subscribe({
        next: known => {
          if (known.presence !== 'unknown') {
            resolve(known);
            subscription.unsubscribe();
          }
        },
        error: reject,
      });
    });
  }
}

/** What is in the storage may be of another version, or of somebody else. */
function isLabCommands(value: unknown): value is LabCommands {
  const { lab, commands } = (value ?? {}) as Partial<LabCommands>;
  return (
    typeof lab === 'string' &&
    Array.isArray(commands) &&
    commands.every(command => typeof command === 'string')
  );
}
