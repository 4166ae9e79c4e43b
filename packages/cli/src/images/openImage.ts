import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { hasCode } from '../config';
import { CliError, EXIT, UsageError } from '../errors';
import type { Io } from '../io';

/** An image archive to send. */
export interface OpenImage {
  /** Its name in the portal. */
  name: string;
  body: Readable;
  /** The approximate size; absent if unknown. */
  bytes?: number;
}

/** Docker's syntax for image names, so that a name is never taken as an option. */
const IMAGE = /^[a-zA-Z0-9][a-zA-Z0-9._/:@-]{0,254}$/;

/** An image of the local Docker, as `docker save` writes it. */
export async function imageOfDocker(
  image: string,
  { env, signal }: Pick<Io, 'env' | 'signal'>,
): Promise<OpenImage> {
  if (!IMAGE.test(image)) {
    throw new UsageError(
      `"${image.slice(
        0,
        100,
      )}" is not an image name, such as registry.example.com/team/app:1.2.`,
    );
  }
  const bytes = await sizeOf(image, env);
  const docker = spawn('docker', ['image', 'save', image], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  return { name: image, body: Readable.from(saved(image, docker)), bytes };
}

/** The archive. The stream ends without an error only after Docker has exited with 0. */
async function* saved(
  image: string,
  docker: ChildProcessByStdio<null, Readable, Readable>,
) {
  const output = text(docker.stderr).catch(() => '');
  const ended = new Promise<number | null>((resolve, reject) => {
    docker.once('close', resolve);
    docker.once('error', reject);
  });
  ended.catch(() => undefined);
  try {
    yield* docker.stdout;
    if ((await ended) !== 0) {
      throw new CliError(
        `Docker could not save ${image}: ${lastLine(await output)}`,
      );
    }
  } finally {
    docker.kill();
  }
}

/** An archive from a file, or from standard input for `-`. */
export async function imageOfArchive(
  file: string,
  { stdin }: Pick<Io, 'stdin'>,
): Promise<OpenImage> {
  if (file === '-') {
    if (stdin.isTTY) {
      throw new UsageError(
        'There is nothing on standard input: docker save app:1 | pyk8s cluster load-image demo --archive -',
      );
    }
    return { name: 'standard input', body: stdin };
  }
  const found = await stat(file).catch(error => {
    throw hasCode(error, 'ENOENT')
      ? new CliError(`There is no file ${file}.`, EXIT.usage)
      : error;
  });
  if (found.isDirectory()) {
    throw new UsageError(
      `${file} is a folder: an archive is a file, as "docker save" writes it.`,
    );
  }
  return {
    name: basename(file),
    body: createReadStream(file),
    bytes: found.isFile() ? found.size : undefined,
  };
}

async function sizeOf(image: string, env: Io['env']): Promise<number> {
  const docker = spawn(
    'docker',
    ['image', 'inspect', '--format', '{{.Size}}', image],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise<number | null>((resolve, reject) => {
    docker.once('error', error =>
      reject(
        hasCode(error, 'ENOENT')
          ? new CliError(
              'There is no "docker" on this machine: give an archive with --archive.',
            )
          : error,
      ),
    );
    docker.once('close', resolve);
  });
  const [size, output, code] = await Promise.all([
    text(docker.stdout),
    text(docker.stderr),
    ended,
  ]);
  if (code !== 0) {
    const why = lastLine(output);
    throw /no such image/i.test(why)
      ? new CliError(
          `Your Docker has no image ${image}: build or pull it, or give an archive with --archive.`,
          EXIT.notFound,
        )
      : new CliError(`Docker cannot export ${image}: ${why}`);
  }
  return Number(size.trim()) || 0;
}

function lastLine(output: string): string {
  return output.trim().split('\n').pop()?.trim() || 'it gave no reason.';
}
