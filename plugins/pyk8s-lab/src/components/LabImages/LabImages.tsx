import type {
  Lab,
  LabEvent,
  LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { type LabPermissions, useImageProgress } from '../../hooks';
import { isRunning } from '../../jobs/describe';
import { abilitiesOf } from '../../labs';
import { useTranslate } from '../../translation';
import { LabTab } from '../common/LabTab';
import { Images } from './Images';
import { Progress } from './Progress';
import { ProgressAnnouncer } from './ProgressAnnouncer';

/** The event with which images have changed last; others tell of other things. */
const lastOccasion = (events: readonly LabEvent[]) =>
  events.find(({ type }) => type === 'lab.image')?.seq;

const Content = ({
  lab,
  liveEvents,
  options,
  may,
  isBlocked,
}: {
  lab: Lab;
  liveEvents: readonly LabEvent[];
  options: LabOptions;
  may: LabPermissions;
  isBlocked: boolean;
}) => {
  const seq = lastOccasion(liveEvents);
  const progress = useImageProgress(lab);
  const { imports, rows } = progress;
  const ended = rows.flatMap(row =>
    row.kind === 'job' && !isRunning(row.job) ? row.job.id : [],
  );
  const parts = (
    <>
      <Progress progress={progress} mayCancelAll={may.mayExec} />
      <ProgressAnnouncer rows={rows} isKnown={progress.isKnown} />
    </>
  );
  return isBlocked ? (
    parts
  ) : (
    <Images
      labId={lab.id}
      options={options}
      mayExec={may.mayExec}
      hasConsole={abilitiesOf(lab).hasCommands}
      imports={imports}
      occasion={[seq, ...ended].join()}
    >
      {parts}
    </Images>
  );
};

/** The images of a lab's nodes, and how to import others. */
export const LabImages = ({
  lab,
  liveEvents,
  options,
  may,
  isHidden,
}: {
  lab: Lab;
  /** What has come over the stream, the newest first. */
  liveEvents: readonly LabEvent[];
  /** Undefined until they are known. */
  options: LabOptions | undefined;
  may: LabPermissions;
  /** The user may not see the lab any more. */
  isHidden: boolean;
}) => {
  const t = useTranslate();
  const obstacle = abilitiesOf(lab).imagesBlockedBy;
  const blockedBy = obstacle && t(obstacle);
  return (
    <LabTab
      status={lab.status}
      isLoading={may.isLoading || !options}
      refusal={
        isHidden
          ? {
              title: t('images.refused'),
              description: t('images.refusedAdvice'),
            }
          : undefined
      }
      blockedBy={blockedBy}
    >
      {options && (
        <Content
          lab={lab}
          liveEvents={liveEvents}
          options={options}
          may={may}
          isBlocked={blockedBy !== undefined}
        />
      )}
    </LabTab>
  );
};
