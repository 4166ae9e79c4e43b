import {
  InstanceStore,
  explainUnknownInstance,
  type Credentials,
} from '../config';
import { NotSignedInError, UsageError } from '../errors';
import type { Io } from '../io';
import { readPortalUrl } from './portalUrl';
import { Session } from './Session';
import { assertToken, readToken } from './tokens';

/**
 * The sign-in to one portal: the instance of that name if it has this URL, or the one
 * in the environment, or any instance with this URL. An instance may have been changed
 * since its name was stored.
 *
 * @param url - the portal, as `readPortalUrl` returns it
 * @throws NotSignedInError when there is none
 */
export async function openSessionAt(
  { env, signal }: Pick<Io, 'env' | 'signal'>,
  url: string,
  name?: string,
): Promise<Session> {
  const store = InstanceStore.create(env);
  const isEnvironments =
    env.PYK8S_LAB_URL && readPortalUrl(env.PYK8S_LAB_URL) === url;
  const given = isEnvironments ? tokenOf(env) : undefined;
  if (name === undefined && given) {
    return new Session({ url, store, signal, credentials: given });
  }
  const { current, instances } = await store.settings();
  const instance = [name, current, ...Object.keys(instances)].find(
    each =>
      each !== undefined &&
      Object.hasOwn(instances, each) &&
      instances[each].url === url,
  );
  if (instance === undefined && !given) {
    throw new NotSignedInError(
      `You are not signed in to the portal ${url}: run "pyk8s auth login${
        name === undefined ? '' : ` --instance ${name}`
      } --url ${url}".`,
    );
  }
  return new Session({
    url,
    instance,
    store,
    signal,
    credentials:
      instance === undefined ? given : await store.credentials(instance),
  });
}

/**
 * Finds the portal of a command and its credentials. A named instance comes first, then
 * PYK8S_LAB_URL, then the current instance. PYK8S_LAB_TOKEN is used only without a
 * named instance, so that it is never sent to a portal that it is not for.
 *
 * @param name - the value of `--instance`
 * @throws UsageError, NotSignedInError when there is none
 */
export async function openSession(
  { env, signal }: Pick<Io, 'env' | 'signal'>,
  name?: string,
): Promise<Session> {
  const store = InstanceStore.create(env);
  const named = name ?? (env.PYK8S_LAB_INSTANCE || undefined);
  const given = tokenOf(env);
  if (named === undefined && env.PYK8S_LAB_URL && given) {
    // Settings are not needed here, so they may be unreadable.
    const url = readPortalUrl(env.PYK8S_LAB_URL);
    return new Session({ url, store, signal, credentials: given });
  }
  const settings = await store.settings();
  if (named !== undefined) {
    if (!Object.hasOwn(settings.instances, named)) {
      throw new UsageError(explainUnknownInstance(named, settings));
    }
    return new Session({
      url: settings.instances[named].url,
      instance: named,
      store,
      signal,
      credentials: await store.credentials(named),
    });
  }

  if (env.PYK8S_LAB_URL) {
    const url = readPortalUrl(env.PYK8S_LAB_URL);
    const known = Object.keys(settings.instances).find(
      instance => settings.instances[instance].url === url,
    );
    return new Session({
      url,
      instance: known,
      store,
      signal,
      credentials: known ? await store.credentials(known) : undefined,
    });
  }

  const { current } = settings;
  if (current === undefined || !Object.hasOwn(settings.instances, current)) {
    throw new NotSignedInError(
      'You are signed in to no portal: run "pyk8s auth login --url https://your-portal", or set PYK8S_LAB_URL and PYK8S_LAB_TOKEN.',
    );
  }
  const { url } = settings.instances[current];
  return given
    ? new Session({ url, store, signal, credentials: given })
    : new Session({
        url,
        instance: current,
        store,
        signal,
        credentials: await store.credentials(current),
      });
}

function tokenOf(env: Io['env']): Credentials | undefined {
  const accessToken = env.PYK8S_LAB_TOKEN?.trim();
  if (!accessToken) {
    return undefined;
  }
  try {
    assertToken(accessToken);
  } catch {
    throw new UsageError(
      'PYK8S_LAB_TOKEN holds no token: a token is one line without spaces, as the portal gave it.',
    );
  }
  return { accessToken, expiresAt: readToken(accessToken).expiresAt };
}
