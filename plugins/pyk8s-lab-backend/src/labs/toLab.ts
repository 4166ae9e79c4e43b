import type {
  Lab,
  LabCapabilities,
  LabEvent,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type {
  LabProvider,
  ProviderCapabilities,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabProviders } from '../clusters/LabProviders';
import { phasesOf } from '../clusters/phasesOf';
import type { LabSettings } from '../config/LabSettings';
import type { LabEventRecord, LabRecord } from '../database';
import { latestExpiry } from '../lifecycle';

/**
 * Shows labs as the API does.
 * @param queuePosition - for a QUEUED lab, 1 for the next
 */
export type LabPresenter = (lab: LabRecord, queuePosition?: number) => Lab;

/**
 * Shows labs by the settings that say how long they may live, and with what their
 * providers can do.
 */
export function labPresenter(
  settings: LabSettings,
  providers: Pick<LabProviders, 'find'>,
  now: () => Date = () => new Date(),
): LabPresenter {
  return (lab, queuePosition) =>
    toLab(lab, now(), settings, providers.find(lab.provider), queuePosition);
}

function toLab(
  lab: LabRecord,
  now: Date,
  settings: LabSettings,
  provider: LabProvider | undefined,
  queuePosition?: number,
): Lab {
  const can = provider?.can;
  const left = Math.floor((lab.expiresAt.getTime() - now.getTime()) / 1000);
  const self = `/labs/${lab.id}`;
  return {
    id: lab.id,
    name: lab.name,
    owner: lab.ownerRef,
    createdBy: lab.createdBy,
    purpose: lab.purpose,
    component: lab.componentRef,
    provider: lab.provider,
    simulated: lab.simulated,
    can: can && shownCapabilities(can),
    host: lab.host,
    status: lab.status,
    statusMessage: lab.statusMessage,
    phase: lab.phase,
    progress: lab.progress,
    ...shownPhases(lab, provider),
    attempt: lab.attempt,
    queuePosition: lab.status === 'QUEUED' ? queuePosition : undefined,
    conditions: { ...lab.conditions },
    nodes: [...lab.nodes],
    spec: lab.spec,
    serverVersion: lab.serverVersion,
    ttlSeconds: lab.ttlSeconds,
    maxExpiresAt: latestExpiry(lab, settings)?.toISOString(),
    createdAt: lab.createdAt.toISOString(),
    runningAt: lab.runningAt?.toISOString(),
    expiresAt: lab.expiresAt.toISOString(),
    secondsLeft: lab.status === 'DELETED' ? 0 : Math.max(0, left),
    pausedAt: lab.pausedAt?.toISOString(),
    pausedSecondsLeft: lab.pausedSecondsLeft,
    lastActiveAt:
      settings.pause.idleAfterSeconds === undefined || (can && !isEverIdle(can))
        ? undefined
        : lab.lastActiveAt?.toISOString(),
    deletedAt: lab.deletedAt?.toISOString(),
    endpoint: lab.endpoint,
    clusterName: lab.cluster?.name,
    generation: lab.generation,
    observedGeneration: lab.observedGeneration,
    entityRef: `resource:default/lab-${lab.id}`,
    links: {
      self,
      page: settings.portalUrl && `${settings.portalUrl}${self}`,
    },
    version: lab.version,
  };
}

/**
 * The phases that have started, with the titles of the provider; a lab that has not
 * been RUNNING tells those to come as well.
 */
function shownPhases(
  lab: LabRecord,
  provider: LabProvider | undefined,
): Pick<Lab, 'phases' | 'plannedPhases'> {
  const planned = provider && phasesOf(provider, lab.spec);
  return {
    phases: lab.phases.map(phase => ({
      ...phase,
      title: planned?.find(({ name }) => name === phase.name)?.title,
    })),
    plannedPhases: lab.runningAt ? undefined : planned,
  };
}

function shownCapabilities(can: ProviderCapabilities): LabCapabilities {
  return {
    power: can.power !== undefined,
    commands: can.commands !== undefined,
    logs: can.logs !== undefined,
    images: can.images !== undefined,
    activity: can.activity !== undefined,
  };
}

/** A lab that cannot be paused is not looked at, either. */
function isEverIdle({ power, activity }: ProviderCapabilities): boolean {
  return power !== undefined && activity !== undefined;
}

/** An event as the API shows it. */
export function toLabEvent(event: LabEventRecord): LabEvent {
  return {
    seq: event.seq,
    labId: event.labId,
    at: event.at.toISOString(),
    type: event.type,
    actorRef: event.actorRef,
    message: event.message,
    data: event.data,
  };
}
