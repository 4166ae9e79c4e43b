import { openSession, type Session } from '../auth';
import { labsOf } from '../commands/CommandContext';
import { explainError } from '../errors';
import type { Io } from '../io';
import { KubeconfigFiles } from '../kubeconfig';
import { isLabGone } from '../labs';
import { forInstance, type Finding } from './Check';
import { checkDocker, checkFiles, checkKubectl, checkNode } from './machine';
import { checkPortal, checkSignIn } from './portal';
import { checkContexts, checkReach } from './reach';

/**
 * Checks everything that commands need, and reports each part as it is checked.
 * @param options - fix: repair what can be repaired without asking
 */
export async function* diagnose(
  io: Io,
  options: { instance?: string; fix: boolean },
): AsyncGenerator<Finding> {
  const { env } = io;
  yield checkNode();
  yield await checkFiles(env);
  const [kubectl, docker] = [checkKubectl(io), checkDocker(io)];
  yield await kubectl;
  yield await docker;

  let session: Session;
  try {
    session = await openSession(io, options.instance);
  } catch (error) {
    yield {
      state: 'problem',
      title: 'Sign-in',
      detail: explainError(error).message,
      remedy: `pyk8s auth login${forInstance(
        options.instance,
      )} --url https://your-portal`,
    };
    return;
  }
  const portal = await checkPortal(session.url, io.signal);
  yield* portal;
  if (portal.some(({ title, state }) => title === 'Portal' && state !== 'ok')) {
    return;
  }
  const { finding, labs } = await checkSignIn(session);
  yield finding;
  if (!labs) {
    return;
  }
  yield await checkReach(labs, session.url, options.instance);
  yield await lookAtKubeconfig(env, session, options);
}

async function lookAtKubeconfig(
  env: Io['env'],
  session: Session,
  options: { instance?: string; fix: boolean },
): Promise<Finding> {
  try {
    const labs = labsOf(session);
    const user = await session.user();
    return await checkContexts(KubeconfigFiles.of(env), {
      portal: session.url,
      isGone: mark => isLabGone(labs, mark, user),
      ...options,
    });
  } catch (error) {
    return {
      state: 'problem',
      title: 'Kubeconfig',
      detail: explainError(error).message,
      remedy: 'Correct the file.',
    };
  }
}
