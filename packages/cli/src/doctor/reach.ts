import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { connect } from 'node:net';
import {
  endedLabs,
  explainRemoved,
  type KubeconfigFiles,
  type LabMark,
} from '../kubeconfig';
import { forInstance, type Finding } from './Check';

const TIMEOUT_MS = 3_000;

/**
 * Whether the API server of a running lab can be reached from this machine.
 * @param portal - the alternative route; instance: its name, if given
 */
export async function checkReach(
  labs: readonly Pick<Lab, 'name' | 'status' | 'simulated' | 'endpoint'>[],
  portal: string,
  instance?: string,
): Promise<Finding> {
  const title = 'Labs from here';
  const at = forInstance(instance);
  const lab = labs.find(
    ({ status, simulated, endpoint }) =>
      status === 'RUNNING' && !simulated && endpoint,
  );
  if (!lab?.endpoint) {
    return { state: 'skip', title, detail: 'no lab of yours runs' };
  }
  const { hostname, port } = new URL(lab.endpoint);
  return (await opens(hostname, Number(port) || 443))
    ? { state: 'ok', title, detail: `${lab.name} at ${lab.endpoint}` }
    : {
        state: 'hint',
        title,
        detail: `${lab.name} at ${lab.endpoint} cannot be reached`,
        // kubectl sends no credentials over an unencrypted connection.
        remedy: portal.startsWith('https:')
          ? `Go through the portal: pyk8s cluster get-kubeconfig ${lab.name}${at} --via-portal --merge`
          : `Run commands through the portal: pyk8s cluster exec ${lab.name}${at} -- kubectl get nodes`,
      };
}

async function opens(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host: host.replace(/^\[|\]$/g, ''), port });
    const end = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.setTimeout(TIMEOUT_MS, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

/**
 * Contexts in the kubeconfig whose labs are deleted.
 * @param options - portal: the one to check; isGone: whether a lab is deleted; fix:
 *   remove them
 */
export async function checkContexts(
  files: KubeconfigFiles,
  options: {
    portal: string;
    isGone: (mark: LabMark) => Promise<boolean>;
    fix: boolean;
    instance?: string;
  },
): Promise<Finding> {
  const title = 'Kubeconfig';
  const gone = await endedLabs(files, options);
  if (gone.isEmpty) {
    return {
      state: 'ok',
      title,
      detail: `${gone.labs} ${
        gone.labs === 1 ? 'lab' : 'labs'
      } in it, none of them deleted`,
    };
  }
  if (options.fix) {
    const { contexts, pointer } = await files.remove(gone.has);
    const [back = ''] = explainRemoved({ contexts: [], pointer });
    return {
      state: 'ok',
      title,
      detail: `removed the contexts of deleted labs: ${contexts.join(', ')}${
        back && `. ${back}`
      }`,
    };
  }
  return {
    state: 'hint',
    title,
    detail: `their labs are deleted, or no longer visible to you: ${gone.contexts.join(
      ', ',
    )}`,
    remedy: `Remove them: pyk8s doctor --fix${forInstance(options.instance)}`,
  };
}
