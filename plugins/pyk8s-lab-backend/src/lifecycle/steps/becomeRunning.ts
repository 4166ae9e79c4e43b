import {
  readKubeconfig,
  type ClusterCheck,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabRecord, NewLabEvent } from '../../database';
import { sealAccess } from '../../kubeconfig/KubeconfigVault';
import { running } from '../transitions/running';
import { write, type StepTools } from './StepTools';

/** Writes that a cluster is ready, unless something else is wanted now. */
export async function becomeRunning(
  lab: LabRecord,
  check: ClusterCheck,
  kubeconfig: string,
  event: NewLabEvent,
  tools: StepTools,
): Promise<LabRecord> {
  const { keyRing, settings, now } = tools;
  const access = readKubeconfig(kubeconfig);
  const reached = {
    check,
    endpoint: access.server,
    kubeconfig: sealAccess(keyRing, lab.id, access),
    event,
  };
  const instant = now();
  return write(lab, tools, current =>
    running(current, reached, settings, instant),
  );
}
