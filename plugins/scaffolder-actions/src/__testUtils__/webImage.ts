import { execFile } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What it is made of; Docker fetches it where the host does not have it. */
const BASE = 'busybox:1.36';
const NAME = 'pyk8s-lab-test-web';
const run = promisify(execFile);

/** An image that is in no registry. */
export interface WebImage {
  readonly name: string;
  /** As `docker save` writes it. */
  readonly archive: Blob;
  remove(): Promise<void>;
}

/** Makes an image that answers every `GET /` on port 8080 with a text. */
export async function webImage(text: string): Promise<WebImage> {
  const directory = await mkdtemp(join(tmpdir(), 'pyk8s-lab-web-'));
  const name = `${NAME}:${process.pid}`;
  const file = join(directory, 'web.tar');
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
    },
  };
}
