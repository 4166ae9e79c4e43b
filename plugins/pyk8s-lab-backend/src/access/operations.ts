import type { AuditorServiceEventSeverityLevel } from '@backstage/backend-plugin-api';
import {
  labCreatePermission,
  labDeletePermission,
  labExecPermission,
  labKubeconfigPermission,
  labLogsPermission,
  labReadPermission,
  labUpdatePermission,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { CapabilityName } from '../clusters/Cluster';
import type { LabResourcePermission } from './LabAuthorizer';

/** What an operation needs, and what is recorded of it. */
export interface OperationRule {
  readonly permission: LabResourcePermission | typeof labCreatePermission;
  /** What the caller wants, as in "You may see the lab but not pause it". */
  readonly action?: string;
  /** The event of Backstage's auditor; reads of labs have none. */
  readonly audit?: {
    readonly eventId: string;
    readonly severityLevel: AuditorServiceEventSeverityLevel;
  };
  /** What the lab's provider has to be able to do. */
  readonly needs?: CapabilityName;
  /** Whether rights are checked again while it runs. */
  readonly watched?: boolean;
}

/**
 * Every operation of the API by its operationId, and the three kinds of requests to
 * the Kubernetes APIs of labs, which the OpenAPI file does not describe.
 */
export const OPERATIONS = {
  getOptions: { permission: labReadPermission },
  createLab: {
    permission: labCreatePermission,
    audit: { eventId: 'lab-create', severityLevel: 'medium' },
  },
  listLabs: { permission: labReadPermission },
  getLab: { permission: labReadPermission },
  getLabActivity: { permission: labReadPermission },
  // EventStream asks again for each lab of the stream.
  streamEvents: { permission: labReadPermission },
  updateLab: {
    permission: labUpdatePermission,
    action: 'change it',
    audit: { eventId: 'lab-update', severityLevel: 'medium' },
  },
  deleteLab: {
    permission: labDeletePermission,
    action: 'delete it',
    audit: { eventId: 'lab-delete', severityLevel: 'high' },
  },
  pauseLab: {
    permission: labUpdatePermission,
    action: 'pause it',
    needs: 'power',
    audit: { eventId: 'lab-pause', severityLevel: 'medium' },
  },
  resumeLab: {
    permission: labUpdatePermission,
    action: 'resume it',
    needs: 'power',
    audit: { eventId: 'lab-resume', severityLevel: 'medium' },
  },
  retryLab: {
    permission: labUpdatePermission,
    action: 'recreate it',
    audit: { eventId: 'lab-retry', severityLevel: 'medium' },
  },
  getKubeconfig: {
    permission: labKubeconfigPermission,
    action: 'read its kubeconfig',
    audit: { eventId: 'kubeconfig-fetch', severityLevel: 'high' },
  },
  execInLab: {
    permission: labExecPermission,
    action: 'run commands in it',
    needs: 'commands',
    audit: { eventId: 'lab-exec', severityLevel: 'high' },
    watched: true,
  },
  applyToLab: {
    permission: labExecPermission,
    action: 'apply manifests to it',
    needs: 'commands',
    audit: { eventId: 'lab-apply', severityLevel: 'high' },
    watched: true,
  },
  // Without the provider's logs, there are those of provisioning.
  getLabLogSources: { permission: labLogsPermission, action: 'read its logs' },
  getLabLogs: {
    permission: labLogsPermission,
    action: 'read its logs',
    watched: true,
  },
  getLabLogsArchive: {
    permission: labLogsPermission,
    action: 'read its logs',
    needs: 'logs',
    audit: { eventId: 'lab-logs-export', severityLevel: 'medium' },
    watched: true,
  },
  listLabImages: { permission: labReadPermission, needs: 'images' },
  importLabImage: {
    permission: labExecPermission,
    action: 'import images into it',
    needs: 'images',
    audit: { eventId: 'lab-image-import', severityLevel: 'high' },
    watched: true,
  },
  listJobs: { permission: labReadPermission },
  getJob: { permission: labReadPermission },
  cancelJob: {
    permission: labExecPermission,
    action: 'cancel the jobs of others in it',
    audit: { eventId: 'job-cancel', severityLevel: 'medium' },
  },
  // decideKube lets those who may only read a lab do all three as the cluster's viewer.
  // KubeReadAudit audits reads: programs poll, and one event stands for many.
  readKube: {
    permission: labReadPermission,
    action: 'look into it',
    watched: true,
  },
  changeKube: {
    permission: labKubeconfigPermission,
    action: 'change what is in its cluster',
    audit: { eventId: 'lab-kube-change', severityLevel: 'medium' },
    watched: true,
  },
  openKubeSession: {
    permission: labKubeconfigPermission,
    action: 'change what is in its cluster',
    audit: { eventId: 'lab-kube-session', severityLevel: 'high' },
    watched: true,
  },
} as const satisfies Record<string, OperationRule>;

/** What a caller can do. */
export type Operation = keyof typeof OPERATIONS;
