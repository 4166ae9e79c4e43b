import { existsSync, readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { TOOLS_BIN, fromRoot, labHostFile } from '../common/paths.mjs';
import { ensureDependencies, ensureYarn } from './dependencies.mjs';
import { findDocker, hasImage } from './docker.mjs';
import { ensureKind, parseEnvFile } from './kind.mjs';
import { ensureNode } from './node.mjs';

/** npm's variables for scripts, which other programs would take for settings. */
const NPM_OWN =
  /^npm_(lifecycle|package|command|execpath|node_execpath|config_(local_prefix|user_agent|prefix|node_gyp))/;

/** The environment of started programs: the right Node first, then the repository's tools. */
export function toolEnvironment(nodeFolder, env = process.env) {
  const clean = Object.fromEntries(
    Object.entries(env).filter(([name]) => !NPM_OWN.test(name)),
  );
  return {
    ...clean,
    PATH: [
      nodeFolder,
      TOOLS_BIN,
      fromRoot('node_modules', '.bin'),
      env.PATH,
    ].join(delimiter),
  };
}

/** Node and yarn: what an install needs. */
export async function prepareYarn(progress) {
  const env = toolEnvironment(await ensureNode(progress));
  await ensureYarn();
  return env;
}

/** Node, yarn and the dependencies: what every command of the repository needs. */
export async function prepareCode(progress) {
  const env = await prepareYarn(progress);
  await ensureDependencies(env, progress);
  return env;
}

/** The node image that tools/lab-host built for this machine, if any. */
async function labHostImage(env, progress) {
  const file = labHostFile(env);
  if (env.KIND_NODE_IMAGE || !existsSync(file)) {
    return {};
  }
  const { KIND_NODE_IMAGE } = parseEnvFile(readFileSync(file, 'utf8'));
  if (!KIND_NODE_IMAGE) {
    return {};
  }
  if (!(await hasImage(KIND_NODE_IMAGE, env))) {
    progress.warn(
      `Docker no longer has the node image ${KIND_NODE_IMAGE}; \`npm run lab-host\` makes it again`,
    );
    return {};
  }
  return { KIND_NODE_IMAGE };
}

/**
 * Docker and kind: what real labs need.
 * @returns {Promise<{env: object, docker: {version: string} | {why: string, remedy: string}, kind?: string}>}
 */
export async function prepareLabs(env, progress) {
  const docker = await findDocker(env);
  if (!docker.version) {
    return { env, docker };
  }
  const kind = await ensureKind(env, progress);
  return {
    env: { ...env, ...(await labHostImage(env, progress)) },
    docker,
    kind,
  };
}
