import { run } from '../common/command.mjs';

const FIND_OUT_MS = 15_000;

/** Why `docker version` failed, by its exit code and output. */
export function classifyDockerFailure({ code, output, timedOut }) {
  if (code === 127) {
    return 'missing';
  }
  if (/permission denied/i.test(output)) {
    return 'permission';
  }
  return timedOut ? 'silent' : 'stopped';
}

const EXPLANATIONS = {
  missing: {
    why: 'Docker is not installed',
    linux:
      'run `npm run lab-host` (Debian/Ubuntu), or install Docker Engine: https://docs.docker.com/engine/install/',
    darwin:
      'install Docker Desktop (https://docs.docker.com/desktop/) or Colima (brew install colima docker), and start it',
  },
  stopped: {
    why: 'the Docker daemon does not run',
    linux:
      'start it with `sudo systemctl start docker`, or with `npm run lab-host` where there is no systemd',
    darwin: 'start it with `open -a Docker`, or with `colima start`',
  },
  permission: {
    why: 'this user may not talk to the Docker daemon',
    linux:
      'run `sudo usermod -aG docker "$USER"`, log out and in again (that group is as mighty as root)',
    darwin:
      'start Docker Desktop as this user, or check who owns the socket that `docker context ls` names',
  },
  silent: {
    why: 'the Docker daemon does not answer',
    linux: 'restart it with `sudo systemctl restart docker`',
    darwin: 'restart Docker Desktop or Colima',
  },
};

/**
 * The message for an unreachable Docker.
 * @param {string} [chosen.host] DOCKER_HOST, which has priority over a context
 * @param {string} [chosen.context] the Docker context that is selected
 */
export function explainDocker(failure, platform, { host, context } = {}) {
  if (host && failure !== 'missing') {
    return {
      why: `no Docker daemon can be used at DOCKER_HOST=${host}`,
      remedy: 'correct DOCKER_HOST, or unset it to use the local daemon',
    };
  }
  if (context && context !== 'default' && failure !== 'missing') {
    return {
      why: `the Docker context "${context}", which is selected, leads to no Docker daemon that can be used`,
      remedy:
        'start what it leads to, or select another: `docker context ls`, `docker context use default`',
    };
  }
  const explanation = EXPLANATIONS[failure];
  return {
    why: explanation.why,
    remedy: explanation[platform === 'darwin' ? 'darwin' : 'linux'],
  };
}

/** The selected Docker context, which the docker command knows without a daemon. */
async function selectedContext(env) {
  const { code, output } = await run('docker', ['context', 'show'], {
    env,
    timeoutMs: FIND_OUT_MS,
  });
  return code === 0 ? output.trim() : env.DOCKER_CONTEXT;
}

/**
 * Whether Docker can be used. The docker command finds its daemon as the portal
 * does: DOCKER_HOST, else the context that is selected, else the system's socket.
 * @returns {Promise<{version: string} | {why: string, remedy: string}>}
 */
export async function findDocker(env) {
  const result = await run(
    'docker',
    ['version', '--format', '{{.Server.Version}}'],
    { env, timeoutMs: FIND_OUT_MS },
  );
  if (result.code === 0) {
    return { version: result.output.trim() };
  }
  const failure = classifyDockerFailure(result);
  return explainDocker(failure, process.platform, {
    host: env.DOCKER_HOST,
    context: failure === 'missing' ? undefined : await selectedContext(env),
  });
}

/** Checks whether the Docker daemon has an image. */
export async function hasImage(image, env) {
  const { code } = await run(
    'docker',
    ['image', 'inspect', '--format', '{{.Id}}', image],
    { env, timeoutMs: FIND_OUT_MS },
  );
  return code === 0;
}
