import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { findExecutable, lastLines, run } from '../common/command.mjs';
import { TOOLS_BIN, fromRoot } from '../common/paths.mjs';
import { SetupError } from '../common/SetupError.mjs';

const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64' };

/** Reads lines of the form `NAME=value`, and ignores others. */
export function parseEnvFile(text) {
  const entries = text
    .split(/\r?\n/)
    .map(line => /^(?:export )?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line))
    .filter(Boolean)
    .map(([, name, value]) => [name, value.trim()]);
  return Object.fromEntries(entries);
}

/** The release binary of kind for a platform, or undefined if none is pinned. */
export function kindRelease(pins, platform, arch) {
  const target = `${platform}_${ARCHITECTURES[arch]}`;
  const sha256 = pins[`KIND_SHA256_${target}`];
  return (
    sha256 && {
      sha256,
      url: `https://github.com/kubernetes-sigs/kind/releases/download/v${
        pins.KIND_VERSION
      }/kind-${target.replace('_', '-')}`,
    }
  );
}

const readPins = () =>
  parseEnvFile(readFileSync(fromRoot('tools', 'kind.env'), 'utf8'));

async function versionOf(kind) {
  const { code, output } = await run(kind, ['version'], { timeoutMs: 10_000 });
  return code === 0 ? /v\d+\.\d+\.\d+\S*/.exec(output)?.[0] : undefined;
}

async function sha256Of(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** curl knows the machine's proxy settings, so it goes first. */
async function download(url, file) {
  if (findExecutable('curl')) {
    const { code, output } = await run('curl', [
      '--fail',
      '--location',
      '--silent',
      '--show-error',
      '--proto',
      '=https',
      '--connect-timeout',
      '10',
      '--max-time',
      '300',
      '--output',
      file,
      url,
    ]);
    if (code !== 0) {
      throw new Error(lastLines(output, 1));
    }
    return;
  }
  const response = await fetch(url, { signal: AbortSignal.timeout(300_000) });
  if (!response.ok) {
    throw new Error(`the server answered ${response.status}`);
  }
  await writeFile(file, Buffer.from(await response.arrayBuffer()));
}

async function installRelease(release, destination) {
  const partial = `${destination}.part`;
  try {
    await download(release.url, partial);
    const actual = await sha256Of(partial);
    if (actual !== release.sha256) {
      throw new SetupError(
        `The downloaded kind has another checksum than the pinned one (${actual}).`,
        'do not use that file. Install kind yourself from a source that you trust, then try again.',
      );
    }
    await chmod(partial, 0o755);
    await rename(partial, destination);
  } finally {
    await rm(partial, { force: true });
  }
}

/** Go verifies modules with its checksum database. */
async function installWithGo(version, env) {
  const { code, output } = await run(
    'go',
    ['install', `sigs.k8s.io/kind@v${version}`],
    {
      env: { ...env, CGO_ENABLED: '0', GOBIN: TOOLS_BIN, GOFLAGS: '' },
    },
  );
  if (code !== 0) {
    throw new Error(lastLines(output, 3));
  }
}

/**
 * Finds kind on the PATH or in `.tools`, or installs it: from its release, else with Go.
 * @returns {Promise<string>} its version
 */
export async function ensureKind(env, progress) {
  const present = findExecutable('kind', env);
  const version = present && (await versionOf(present));
  if (version) {
    return version;
  }
  const pins = readPins();
  const wanted = `v${pins.KIND_VERSION}`;
  await mkdir(TOOLS_BIN, { recursive: true });
  const destination = join(TOOLS_BIN, 'kind');
  const attempts = [];

  const release = kindRelease(pins, process.platform, process.arch);
  if (release) {
    progress.info(`kind: fetching ${wanted} from its release`);
    try {
      await installRelease(release, destination);
    } catch (error) {
      if (error instanceof SetupError) {
        throw error;
      }
      attempts.push(`from its release: ${error.message}`);
    }
  }
  if (!existsSync(destination) && findExecutable('go', env)) {
    progress.info(`kind: building ${wanted} with Go`);
    try {
      await installWithGo(pins.KIND_VERSION, env);
    } catch (error) {
      attempts.push(`with Go: ${error.message}`);
    }
  }
  if (!existsSync(destination)) {
    throw new SetupError(
      `kind ${wanted} could not be installed.`,
      'install kind yourself (https://kind.sigs.k8s.io/docs/user/quick-start/#installation), or Go so that it can be built, then try again.',
      attempts.join('\n'),
    );
  }
  progress.done(`kind ${wanted} is in .tools/bin`);
  return wanted;
}
