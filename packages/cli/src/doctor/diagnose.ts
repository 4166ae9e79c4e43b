import { openSession, type Session } from '../auth';
import { labsOf } from '../commands/CommandContext';
import { explainError, isAnswer } from '../errors';
import type { Io } from '../io';
import { KubeconfigFiles } from '../kubeconfig';
import type { Finding } from './Check';
import { checkDocker, checkFiles, checkKubectl, checkNode } from './machine';
import { checkPortal, checkSignIn } from './portal';
import { checkContexts, checkReach } from './reach';

/**
 * Looks at everything that commands need, and tells of each part as it is seen.
 * @param options - fix: mend what can be mended without asking
 */
export async function* diagnose(
  io: Io,
  options: { instance?: string; fix: boolean },
): AsyncGenerator<Finding> {
  const { env } = io;
  yield checkNode();
  yield await checkFiles(env);
  const [kubectl, docker] = [checkKubectl(env), checkDocker(env)];
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
      remedy: 'pyk8s auth login --url https://your-portal',
    };
    return;
  }
  const portal = await checkPortal(session.url);
  yield* portal;
  if (portal.some(({ title, state }) => title === 'Portal' && state !== 'ok')) {
    return;
  }
  const { finding, labs } = await checkSignIn(session);
  yield finding;
  if (!labs) {
    return;
  }
  yield await checkReach(labs, session.url);
  yield await lookAtKubeconfig(env, session, options.fix);
}

async function lookAtKubeconfig(
  env: Io['env'],
  session: Session,
  fix: boolean,
): Promise<Finding> {
  try {
    return await checkContexts(
      KubeconfigFiles.of(env),
      session.url,
      id => isGone(session, id),
      fix,
    );
  } catch (error) {
    return {
      state: 'problem',
      title: 'Kubeconfig',
      detail: explainError(error).message,
      remedy: 'Mend the file.',
    };
  }
}

async function isGone(session: Session, id: string): Promise<boolean> {
  try {
    const { status } = await labsOf(session).getLab(id);
    return status === 'DELETED';
  } catch (error) {
    // Only what the portal says for sure: anything else may be passing.
    if (isAnswer(error) && error.statusCode === 404) {
      return true;
    }
    throw error;
  }
}
