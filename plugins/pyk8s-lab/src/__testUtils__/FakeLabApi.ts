import type { LabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { InMemoryLabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common/testUtils';

type Args<Method extends keyof LabApi> = Parameters<LabApi[Method]>;

/**
 * The labs API in memory, each of whose methods is a mock of jest that a test can
 * change. The events of its streams are sent by the test.
 */
export class FakeLabApi extends InMemoryLabApi {
  override tellsChanges = false;
  override nextId = () => 'new';

  /** The connection that was made last. */
  get stream() {
    return this.streams[this.streams.length - 1];
  }

  /** The command that was run last. */
  get command() {
    return this.commands[this.commands.length - 1];
  }

  /** The log that was followed last. */
  get log() {
    return this.logs[this.logs.length - 1];
  }

  /** The image that was imported last. */
  get upload() {
    return this.uploads[this.uploads.length - 1];
  }

  /** The archive of logs that was asked for last. */
  get archive() {
    return this.archives[this.archives.length - 1];
  }

  override getOptions = jest.fn((...args: Args<'getOptions'>) =>
    super.getOptions(...args),
  );
  override listLabs = jest.fn((...args: Args<'listLabs'>) =>
    super.listLabs(...args),
  );
  override getLab = jest.fn((...args: Args<'getLab'>) => super.getLab(...args));
  override createLab = jest.fn((...args: Args<'createLab'>) =>
    super.createLab(...args),
  );
  override updateLab = jest.fn((...args: Args<'updateLab'>) =>
    super.updateLab(...args),
  );
  override deleteLab = jest.fn((...args: Args<'deleteLab'>) =>
    super.deleteLab(...args),
  );
  override retryLab = jest.fn((...args: Args<'retryLab'>) =>
    super.retryLab(...args),
  );
  override pauseLab = jest.fn((...args: Args<'pauseLab'>) =>
    super.pauseLab(...args),
  );
  override resumeLab = jest.fn((...args: Args<'resumeLab'>) =>
    super.resumeLab(...args),
  );
  override getKubeconfig = jest.fn((...args: Args<'getKubeconfig'>) =>
    super.getKubeconfig(...args),
  );
  override execInLab = jest.fn((...args: Args<'execInLab'>) =>
    super.execInLab(...args),
  );
  override streamExec = jest.fn((...args: Args<'streamExec'>) =>
    super.streamExec(...args),
  );
  override applyToLab = jest.fn((...args: Args<'applyToLab'>) =>
    super.applyToLab(...args),
  );
  override getLabLogSources = jest.fn((...args: Args<'getLabLogSources'>) =>
    super.getLabLogSources(...args),
  );
  override getLabLogs = jest.fn((...args: Args<'getLabLogs'>) =>
    super.getLabLogs(...args),
  );
  override followLabLogs = jest.fn((...args: Args<'followLabLogs'>) =>
    super.followLabLogs(...args),
  );
  override getLabLogsArchive = jest.fn((...args: Args<'getLabLogsArchive'>) =>
    super.getLabLogsArchive(...args),
  );
  override listLabImages = jest.fn((...args: Args<'listLabImages'>) =>
    super.listLabImages(...args),
  );
  override importLabImage = jest.fn((...args: Args<'importLabImage'>) =>
    super.importLabImage(...args),
  );
  override listJobs = jest.fn((...args: Args<'listJobs'>) =>
    super.listJobs(...args),
  );
  override getJob = jest.fn((...args: Args<'getJob'>) => super.getJob(...args));
  override cancelJob = jest.fn((...args: Args<'cancelJob'>) =>
    super.cancelJob(...args),
  );
  override getLabActivity = jest.fn((...args: Args<'getLabActivity'>) =>
    super.getLabActivity(...args),
  );
  override streamLabs = jest.fn((...args: Args<'streamLabs'>) =>
    super.streamLabs(...args),
  );
}
