import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dockerEndpoint, socketPathOf } from '../../docker/connection/endpoint';

/** A connection to the real Docker daemon that can be interrupted. */
export interface InterruptibleDocker {
  /** The value for DOCKER_HOST. */
  readonly endpoint: string;
  /** Makes Docker unreachable; calls in progress fail. */
  cut(): Promise<void>;
}

/** Creates a socket that forwards to the real one. */
export async function interruptibleDocker(): Promise<InterruptibleDocker> {
  const directory = mkdtempSync(join(tmpdir(), 'pyk8s-lab-test-'));
  const path = join(directory, 'docker.sock');
  const real = socketPathOf(dockerEndpoint(process.env).address) ?? '';
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, near => {
    const far = connect({ path: real, allowHalfOpen: true });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      open.add(from);
      from.pipe(to);
      from.on('close', () => open.delete(from));
      from.on('error', () => to.destroy());
    }
  });
  await new Promise<void>(resolve => server.listen(path, resolve));
  return {
    endpoint: `unix://${path}`,
    cut: async () => {
      const closed = new Promise(resolve => server.close(resolve));
      open.forEach(socket => socket.destroy());
      await closed;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
