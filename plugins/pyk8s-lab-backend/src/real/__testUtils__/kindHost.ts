import { execFileSync } from 'node:child_process';

/** One cluster takes some 25 s on two idle cores. */
export const CLUSTER_TIMEOUT_MS = 180_000;

function tryRun(file: string, ...args: string[]): string | undefined {
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

function whyNot(): string | undefined {
  if (!tryRun('docker', 'version', '--format', '{{.Server.Version}}')) {
    return 'Docker cannot be reached';
  }
  if (!tryRun('kind', 'version')) {
    return 'there is no kind command';
  }
  const wanted = process.env.KIND_NODE_IMAGE ?? 'kindest/node';
  return tryRun('docker', 'images', '--quiet', wanted)
    ? undefined
    : 'the host has no node image (set KIND_NODE_IMAGE, or "docker pull kindest/node")';
}

/**
 * Tests on real clusters. Where this machine cannot make any, they are skipped
 * with the reason in their name, or fail when PYK8S_LAB_REQUIRE_KIND is 1.
 */
export function describeWithKind(title: string, tests: () => void): void {
  const reason = whyNot();
  if (reason && process.env.PYK8S_LAB_REQUIRE_KIND === '1') {
    throw new Error(
      `PYK8S_LAB_REQUIRE_KIND is 1, but ${reason}: prepare the machine with "npm run lab-host".`,
    );
  }
  const suite = reason ? describe.skip : describe;
  suite(reason ? `${title} (not here: ${reason})` : title, tests);
}
