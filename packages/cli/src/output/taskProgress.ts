import { formatBytes } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import ora from 'ora';
import type { Io } from '../io';
import { bar } from './LabProgress';
import { isInteractive } from './terminal';

/** The interval of updates in a log. */
const LINE_EVERY_MS = 10_000;

/** Shows the progress of a long task. */
export interface TaskProgress {
  /**
   * @param step - the current step; a log has one line for each
   * @param detail - the progress as text
   * @param part - the progress from 0 to 1, if known
   */
  show(step: string, detail?: string, part?: number): void;
  stop(): void;
}

/** A spinner on a terminal, lines elsewhere. */
export function taskProgress({
  stderr,
  env,
}: Pick<Io, 'stderr' | 'env'>): TaskProgress {
  if (!isInteractive(stderr, env)) {
    let reported = '';
    let reportedAt = 0;
    return {
      show(step, detail, part) {
        const now = Date.now();
        if (step === reported && now - reportedAt < LINE_EVERY_MS) {
          return;
        }
        const line = step === reported ? [step, detail, percent(part)] : [step];
        reported = step;
        reportedAt = now;
        stderr.write(`${line.filter(Boolean).join('  ')}\n`);
      },
      stop: () => undefined,
    };
  }
  const spinner = ora({
    stream: stderr,
    color: env.NO_COLOR ? undefined : 'cyan',
    discardStdin: false,
  });
  return {
    show(step, detail, part) {
      spinner.text = [
        step,
        part !== undefined && `${bar(part)} ${percent(part)}`,
        detail,
      ]
        .filter(Boolean)
        .join('  ');
      if (!spinner.isSpinning) {
        spinner.start();
      }
    },
    stop: () => spinner.stop(),
  };
}

function percent(part: number | undefined): string {
  return part === undefined ? '' : `${Math.round(part * 100)} %`;
}

/** The progress of an upload: `12 MiB of 80 MiB`. */
export function uploadProgress(bytes: number, of?: number): string {
  return of === undefined
    ? formatBytes(bytes)
    : `${formatBytes(Math.min(bytes, of))} of ${formatBytes(of)}`;
}
