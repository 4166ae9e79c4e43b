import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabProviders } from '../clusters/LabProviders';
import type { LabSettings } from '../config/LabSettings';
import type { LabRecord, LabStore } from '../database';
import { labPresenter, type LabPresenter } from './toLab';

/** Shows labs as the API does, with their places in the queue. */
export class LabViews {
  readonly #store: Pick<LabStore, 'queue'>;
  readonly #show: LabPresenter;

  static create(options: {
    store: Pick<LabStore, 'queue'>;
    settings: LabSettings;
    providers: Pick<LabProviders, 'find'>;
    now: () => Date;
  }): LabViews {
    return new LabViews(
      options.store,
      labPresenter(options.settings, options.providers, options.now),
    );
  }

  private constructor(store: Pick<LabStore, 'queue'>, show: LabPresenter) {
    this.#store = store;
    this.#show = show;
  }

  async one(lab: LabRecord): Promise<Lab> {
    const [shown] = await this.all([lab]);
    return shown;
  }

  async all(labs: readonly LabRecord[]): Promise<Lab[]> {
    const queue = labs.some(({ status }) => status === 'QUEUED')
      ? await this.#store.queue()
      : [];
    return labs.map(lab => {
      const index = queue.indexOf(lab.id);
      return this.#show(lab, index < 0 ? undefined : index + 1);
    });
  }
}
