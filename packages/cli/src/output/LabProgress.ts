import type {
  Lab,
  LabPhase,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import ora, { type Ora } from 'ora';
import type { Io } from '../io';
import { stepOf } from './labs';
import { isInteractive, plain, styleFor } from './terminal';

const BAR_WIDTH = 20;

/** Shows the progress of a lab: a spinner with a bar on a terminal, lines elsewhere. */
export interface Progress {
  show(lab: Lab): void;
  /** Clears the spinner. */
  stop(): void;
}

/** A bar for a fraction between 0 and 1. */
export function bar(part: number, width = BAR_WIDTH): string {
  const full = Math.round(Math.min(1, Math.max(0, part)) * width);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)}`;
}

const keyOf = ({ attempt }: Lab, { name, startedAt }: LabPhase) =>
  `${attempt}/${name}/${startedAt}`;

/** The status with its details, without changing times. */
function standingOf(lab: Lab): string {
  const message = lab.statusMessage && `: ${plain(lab.statusMessage)}`;
  if (lab.status === 'QUEUED' && lab.queuePosition) {
    return `QUEUED, number ${lab.queuePosition}${message}`;
  }
  if (lab.status === 'PROVISIONING') {
    return lab.attempt > 1
      ? `PROVISIONING, attempt ${lab.attempt}`
      : 'PROVISIONING';
  }
  return `${lab.status}${message}`;
}

/** The provisioning steps that were reported as completed. */
class PhaseLog {
  readonly #reported = new Set<string>();
  readonly #isWanted: boolean;

  constructor(isWanted: boolean) {
    this.#isWanted = isWanted;
  }

  finished(lab: Lab): string[] {
    const phases = this.#isWanted ? lab.phases : [];
    return phases
      .filter(
        phase => phase.finishedAt && !this.#reported.has(keyOf(lab, phase)),
      )
      .map(phase => {
        this.#reported.add(keyOf(lab, phase));
        const ms =
          Date.parse(phase.finishedAt ?? '') - Date.parse(phase.startedAt);
        return `${phase.name} (${(Math.max(0, ms) / 1000).toFixed(1)} s)`;
      });
  }
}

/** On a terminal: completed steps stay, with a spinner below. */
class SpinnerProgress implements Progress {
  readonly #spinner: Ora;
  readonly #done: PhaseLog;
  readonly #style;

  constructor(stderr: Io['stderr'], env: Io['env'], done: PhaseLog) {
    this.#done = done;
    this.#style = styleFor(stderr, env);
    this.#spinner = ora({
      stream: stderr,
      color: env.NO_COLOR ? undefined : 'cyan',
      // The waiting command handles Ctrl-C.
      discardStdin: false,
    });
  }

  show(lab: Lab): void {
    for (const line of this.#done.finished(lab)) {
      this.#spinner.stop();
      this.#spinner.stopAndPersist({
        symbol: this.#style('green', '✔'),
        text: line,
      });
    }
    const parts = [
      lab.name,
      standingOf(lab),
      lab.status === 'PROVISIONING' &&
        `${bar(lab.progress)} ${Math.round(lab.progress * 100)} % ${stepOf(
          lab,
        )}`,
    ];
    this.#spinner.text = parts.filter(Boolean).join('  ');
    if (!this.#spinner.isSpinning) {
      this.#spinner.start();
    }
  }

  stop(): void {
    this.#spinner.stop();
  }
}

/** In a log: one line per change. */
class LineProgress implements Progress {
  readonly #write: (line: string) => void;
  readonly #done: PhaseLog;
  #standing = '';

  constructor(write: (line: string) => void, done: PhaseLog) {
    this.#done = done;
    this.#write = write;
  }

  show(lab: Lab): void {
    for (const line of this.#done.finished(lab)) {
      this.#write(`  ${line}`);
    }
    const standing = `${lab.name}: ${standingOf(lab)}`;
    if (standing !== this.#standing) {
      this.#standing = standing;
      this.#write(standing);
    }
  }

  stop(): void {
    // Nothing to clear.
  }
}

/**
 * Creates the progress display for an output.
 * @param options - provisions: whether the lab is being provisioned. A lab that is
 *   paused, resumed or deleted still has the steps of its provisioning.
 */
export function labProgress(
  { stderr, env }: Pick<Io, 'stderr' | 'env'>,
  options: { provisions: boolean },
): Progress {
  const done = new PhaseLog(options.provisions);
  return isInteractive(stderr, env)
    ? new SpinnerProgress(stderr, env, done)
    : new LineProgress(line => stderr.write(`${line}\n`), done);
}
