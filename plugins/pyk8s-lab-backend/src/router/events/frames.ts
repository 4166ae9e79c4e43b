import type {
  LabStreamEvent,
  LabStreamNotice,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { HubMessage } from '../../events/LabEventHub';
import { toJob } from '../../jobs/toJob';
import { toLabEvent, type LabPresenter } from '../../labs/toLab';
import { frame } from '../sse';

/** The text of a message is the same for all its readers. */
const FRAMES = new WeakMap<HubMessage, string>();

/** A message of the hub as one frame of server-sent events. */
export function frameOf(message: HubMessage, present: LabPresenter): string {
  const known = FRAMES.get(message);
  if (known !== undefined) {
    return known;
  }
  const text = textOf(message, present);
  FRAMES.set(message, text);
  return text;
}

function textOf(message: HubMessage, present: LabPresenter): string {
  if ('progressOf' in message) {
    const job = toJob(message.progressOf);
    return noticeFrame({ type: 'job.progress', job });
  }
  const lab = present(message.lab, message.queuePosition);
  if (!('event' in message)) {
    return noticeFrame({ type: 'lab.queue', lab });
  }
  const { event, job } = message;
  return eventFrame({
    ...toLabEvent(event),
    lab,
    ...(job && { job: toJob(job) }),
  });
}

function eventFrame(event: LabStreamEvent): string {
  return `id: ${event.seq}\n${frame(event.type, event)}`;
}

/** A notice has no id: a reader that resumes does not resume from it. */
export function noticeFrame({ type, ...data }: LabStreamNotice): string {
  return frame(type, data);
}
