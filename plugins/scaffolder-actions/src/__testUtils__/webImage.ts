import { execFile } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The base image. */
const BASE = 'docker.io/library/busybox:1.36';
const NAME = 'pyk8s-lab-test-web';
const run = promisify(execFile);

/**
 * Exports the base image from a node image that contains it, as those of tools/lab-host
 * do, once the node's containerd answers.
 */
const EXPORT_BASE = `containerd >/dev/null 2>&1 &
for _ in $(seq 150); do ctr version >/dev/null 2>&1 && break; sleep 0.2; done
ctr --namespace k8s.io images export /base.tar ${BASE}`;

/** An image that is in no registry. */
export interface WebImage {
  readonly name: string;
  /** In the format of `docker save`. */
  readonly archive: Blob;
  remove(): Promise<void>;
}

/** Builds an image that answers every `GET /` on port 8080 with a text. */
export async function webImage(text: string): Promise<WebImage> {
  const directory = await mkdtemp(join(tmpdir(), 'pyk8s-lab-web-'));
  const name = `${NAME}:${process.pid}`;
  const file = join(directory, 'web.tar');
  const removeBase = await provideBase(directory);
  const { stdout } = await run('docker', ['create', BASE]);
  const container = stdout.trim();
  try {
    const script = `mkdir -p /www && echo '${text}' > /www/index.html && exec httpd -f -p 8080 -h /www`;
    const command = `CMD ${JSON.stringify(['sh', '-c', script])}`;
    await run('docker', ['commit', `--change=${command}`, container, name]);
    await run('docker', ['save', `--output=${file}`, name]);
  } finally {
    await run('docker', ['rm', container]);
  }
  return {
    name,
    archive: await openAsBlob(file),
    async remove() {
      await rm(directory, { recursive: true, force: true });
      await run('docker', ['rmi', name]);
      await removeBase();
    },
  };
}

/**
 * Makes sure that the host has the base image. A host without a registry takes it from
 * its node image; elsewhere Docker pulls it.
 *
 * @returns a function that restores the state of the host
 */
async function provideBase(directory: string): Promise<() => Promise<void>> {
  const node = process.env.KIND_NODE_IMAGE;
  const isThere = await run('docker', ['image', 'inspect', BASE]).then(
    () => true,
    () => false,
  );
  if (isThere || !node) {
    return async () => undefined;
  }
  const container = `${NAME}-base-${process.pid}`;
  const file = join(directory, 'base.tar');
  try {
    await run('docker', [
      ...['run', '--privileged', `--name=${container}`],
      ...['--entrypoint=sh', node, '-c', EXPORT_BASE],
    ]);
    await run('docker', ['cp', `${container}:/base.tar`, file]);
    await run('docker', ['load', `--input=${file}`]);
  } finally {
    await run('docker', ['rm', '--force', '--volumes', container]);
  }
  return async () => {
    await run('docker', ['rmi', BASE]);
  };
}
