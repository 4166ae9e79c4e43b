import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import {
  findExecutable,
  lastLines,
  run,
  start,
} from '../../common/command.mjs';
import { freePort } from '../../common/freePort.mjs';
import { endGroup } from '../../common/processGroup.mjs';

/** The variable of Backstage's TestDatabases for the newest supported PostgreSQL. */
export const CONNECTION_VARIABLE =
  'BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING';

/** The folders of the server's programs, which Debian does not put on the PATH. */
const PARENTS = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt'];

const START_MS = 60_000;

/** Folders of PostgreSQL installations, newest first. */
export function newestFirst(names) {
  const version = name => Number(name.replace('postgresql@', ''));
  return names
    .filter(name => /^(postgresql@)?\d+$/.test(name))
    .sort((a, b) => version(b) - version(a));
}

/** The folder with initdb and postgres, or undefined. */
export function findPostgres(env) {
  for (const parent of PARENTS.filter(existsSync)) {
    for (const name of newestFirst(readdirSync(parent))) {
      const bin = join(parent, name, 'bin');
      if (existsSync(join(bin, 'initdb'))) {
        return bin;
      }
    }
  }
  const initdb = findExecutable('initdb', env);
  return initdb && dirname(initdb);
}

/** PostgreSQL refuses to run as root: then it runs as the user of its package. */
async function serverUser() {
  if (userInfo().uid !== 0) {
    return {};
  }
  const { code, output } = await run('getent', ['passwd', 'postgres']);
  if (code !== 0) {
    throw new Error('there is no user postgres to run the server as');
  }
  const [, , uid, gid] = output.trim().split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

/**
 * Starts a server on existing data.
 * @returns {Promise<() => Promise<void>>} stops it, and keeps the data
 */
async function launch(bin, data, settings, options) {
  let ready;
  const isReady = new Promise(resolve => {
    ready = resolve;
  });
  const server = start(
    join(bin, 'postgres'),
    [
      '-D',
      data,
      ...Object.entries(settings).flatMap(([name, value]) => [
        '-c',
        `${name}=${value}`,
      ]),
    ],
    {
      ...options,
      onLine: line =>
        /ready to accept connections/.test(line) && ready(undefined),
    },
  );
  const ended = await Promise.race([
    isReady,
    server.exit,
    new Promise(resolve =>
      setTimeout(resolve, START_MS, { output: 'it took too long' }).unref(),
    ),
  ]);
  if (ended) {
    await endGroup(server.pid);
    throw new Error(`the server did not start:\n${lastLines(ended.output)}`);
  }
  return () => endGroup(server.pid);
}

/**
 * Starts a PostgreSQL in a temporary folder, which is deleted when it is stopped.
 * `halt` stops the server and keeps its data for `resume`.
 * @returns {Promise<{connection: string, version: string, halt: () => Promise<void>, resume: () => Promise<void>, stop: () => Promise<void>}>}
 */
export async function startPostgres(bin, env) {
  const user = await serverUser();
  const folder = await mkdtemp(join(tmpdir(), 'pyk8s-lab-postgres-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const password = randomBytes(18).toString('hex');
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (user.uid !== undefined) {
      await chown(folder, user.uid, user.gid);
      await chown(passwordFile, user.uid, user.gid);
    }
    const options = { ...user, cwd: folder, env: { ...env, HOME: folder } };
    const data = join(folder, 'data');
    const made = await run(
      join(bin, 'initdb'),
      [
        '--pgdata',
        data,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--no-locale',
        '--no-sync',
      ],
      options,
    );
    if (made.code !== 0) {
      throw new Error(`initdb failed:\n${lastLines(made.output)}`);
    }
    const port = await freePort();
    const settings = {
      port,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: folder,
      max_connections: 300,
      // Its data does not outlive the run.
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
    };
    let end = await launch(bin, data, settings, options);
    const { output } = await run(join(bin, 'postgres'), ['--version']);
    return {
      connection: `postgresql://postgres:${password}@127.0.0.1:${port}`,
      version: /\d+(\.\d+)*/.exec(output)?.[0] ?? '',
      halt: () => end(),
      resume: async () => {
        end = await launch(bin, data, settings, options);
      },
      stop: async () => {
        await end();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
