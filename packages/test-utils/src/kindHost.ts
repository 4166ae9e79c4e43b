import { execFileSync } from 'node:child_process';

/** Timeout of creating one cluster, which takes some 25 s on two idle cores. */
export const CLUSTER_TIMEOUT_MS = 180_000;

/**
 * Timeout of other calls of a real cluster: it answers within a few seconds,
 * but on a loaded machine not within the five that Jest gives a test.
 */
const ANSWER_TIMEOUT_MS = 60_000;

/** Output of a command, or undefined when it fails. */
export function tryRun(file: string, ...args: string[]): string | undefined {
  try {
    return execFileSync(file, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 20_000,
    }).trim();
  } catch {
    return undefined;
  }
}

/** The node image to test with: KIND_NODE_IMAGE, or one of kind's on this host. */
export function findNodeImage(): string | undefined {
  const wanted = process.env.KIND_NODE_IMAGE ?? 'kindest/node';
  return tryRun(
    'docker',
    'images',
    '--format',
    '{{.Repository}}:{{.Tag}}',
    wanted,
  )?.split('\n')[0];
}

function whyNot(): string | undefined {
  if (!tryRun('docker', 'version', '--format', '{{.Server.Version}}')) {
    return 'Docker cannot be reached';
  }
  if (!tryRun('kind', 'version')) {
    return 'there is no kind command';
  }
  return findNodeImage()
    ? undefined
    : 'the host has no node image (set KIND_NODE_IMAGE, or "docker pull kindest/node")';
}

/**
 * Tests on real clusters. Where this machine cannot create any, they are skipped
 * with the reason in their name, or fail when PYK8S_LAB_REQUIRE_KIND is 1.
 * The tests of the whole file get the time that a real cluster needs to answer.
 *
 * @param whyNotElse - which other requirement of the tests is missing, if one is
 */
export function describeWithKind(
  title: string,
  tests: () => void,
  whyNotElse: () => string | undefined = () => undefined,
): void {
  const reason = whyNot() ?? whyNotElse();
  if (reason && process.env.PYK8S_LAB_REQUIRE_KIND === '1') {
    throw new Error(
      `PYK8S_LAB_REQUIRE_KIND is 1, but ${reason}: prepare the machine with "npm run lab-host".`,
    );
  }
  jest.setTimeout(ANSWER_TIMEOUT_MS);
  const suite = reason ? describe.skip : describe;
  suite(reason ? `${title} (not here: ${reason})` : title, tests);
}
