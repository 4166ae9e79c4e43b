import {
  formatDuration,
  type Lab,
  type LabPhase,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/**
 * Describes the changes of a lab since the last call, in lines for the log of a task.
 */
export class LabProgress {
  readonly #logged = new Set<string>();
  #attempt = 1;
  #standing = '';

  /** The new lines; empty if nothing has changed. */
  lines(lab: Lab): string[] {
    const lines: string[] = [];
    if (lab.attempt > this.#attempt) {
      this.#attempt = lab.attempt;
      lines.push(`Attempt ${lab.attempt}`);
    }
    for (const phase of lab.phases) {
      lines.push(...this.#phase(lab, phase));
    }
    const standing = standingOf(lab);
    if (standing !== this.#standing) {
      this.#standing = standing;
      lines.push(standing);
    }
    return lines;
  }

  #phase({ attempt }: Lab, { name, startedAt, finishedAt }: LabPhase) {
    const lines: string[] = [];
    const key = `${attempt}/${name}/${startedAt}`;
    if (!finishedAt && !this.#logged.has(key)) {
      this.#logged.add(key);
      lines.push(`  ${name} …`);
    }
    if (finishedAt && !this.#logged.has(`${key}/finished`)) {
      this.#logged.add(`${key}/finished`);
      lines.push(`  ${name}: done in ${seconds(startedAt, finishedAt)}`);
    }
    return lines;
  }
}

/** The status with its details, without values that change all the time. */
function standingOf(lab: Lab): string {
  const message = lab.statusMessage && `: ${lab.statusMessage}`;
  switch (lab.status) {
    case 'QUEUED':
      return lab.queuePosition
        ? `QUEUED, number ${lab.queuePosition} in the queue${message}`
        : `QUEUED${message}`;
    case 'RUNNING':
      return [
        'RUNNING',
        lab.serverVersion && `with Kubernetes ${lab.serverVersion}`,
        lab.runningAt && `after ${seconds(lab.createdAt, lab.runningAt)}`,
      ]
        .filter(Boolean)
        .join(' ');
    case 'PAUSED':
      return 'PAUSED: somebody can resume it on its page';
    default:
      return `${lab.status}${message}`;
  }
}

function seconds(from: string, to: string): string {
  const ms = Date.parse(to) - Date.parse(from);
  return ms < 60_000
    ? `${(Math.max(0, ms) / 1000).toFixed(1)} s`
    : formatDuration(ms / 1000);
}
