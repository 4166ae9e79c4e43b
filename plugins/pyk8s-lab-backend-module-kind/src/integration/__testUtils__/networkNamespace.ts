import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';

/** Simulates another machine on the network. */
export interface OtherMachine {
  /** The address of this machine for the other one. */
  readonly hostAddress: string;
  /** Runs a command on the other machine. */
  run(file: string, ...args: string[]): string;
  /** Serves a text over HTTP on the other machine. */
  serve(text: string): { url: string; end(): void };
  remove(): void;
}

const SERVER =
  "require('http').createServer((_, answer) => answer.end(process.env.TEXT)).listen(process.env.PORT)";

/** Why no network namespace can be created here. */
export function whyNoNamespace(): string | undefined {
  if (process.getuid?.() !== 0) {
    return 'only root makes network namespaces';
  }
  try {
    execFileSync('ip', ['netns', 'list'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'there is no ip command (iproute2) that makes network namespaces';
  }
}

const DOCUMENTATION = ['192.0.2', '198.51.100', '203.0.113'];

/**
 * Creates a network namespace that is only connected to this machine: nothing listens
 * on its 127.0.0.1.
 *
 * @param hostName - this machine's name on the other one
 */
export function otherMachine(hostName: string): OtherMachine {
  const id = randomBytes(3).toString('hex');
  const namespace = `pyk8s-${id}`;
  const here = `pyk${id}a`;
  const there = `pyk${id}b`;
  // A /30 of a network for documentation (RFC 5737), which firewalls do not treat as private.
  const net = DOCUMENTATION[parseInt(id.slice(0, 2), 16) % 3];
  const block = (parseInt(id.slice(2, 4), 16) % 63) * 4;
  const hostAddress = `${net}.${block + 1}`;
  const etc = `/etc/netns/${namespace}`;
  const ip = (...args: string[]) =>
    execFileSync('ip', args, { encoding: 'utf8' });

  const remove = () => {
    rmSync(etc, { recursive: true, force: true });
    // Removing the namespace also removes the link.
    ip('netns', 'delete', namespace);
  };
  ip('netns', 'add', namespace);
  try {
    ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there);
    ip('link', 'set', there, 'netns', namespace);
    ip('address', 'add', `${hostAddress}/30`, 'dev', here);
    ip('link', 'set', here, 'up');
    ip(
      '-n',
      namespace,
      'address',
      'add',
      `${net}.${block + 2}/30`,
      'dev',
      there,
    );
    ip('-n', namespace, 'link', 'set', there, 'up');
    ip('-n', namespace, 'link', 'set', 'lo', 'up');
    // "ip netns exec" mounts this file as /etc/hosts.
    mkdirSync(etc, { recursive: true });
    writeFileSync(`${etc}/hosts`, `${hostAddress} ${hostName}\n`);
  } catch (error) {
    remove();
    throw error;
  }
  return {
    hostAddress,
    run: (file, ...args) => ip('netns', 'exec', namespace, file, ...args),
    serve: text => {
      const port = 8_080;
      const server = spawn(
        'ip',
        ['netns', 'exec', namespace, process.execPath, '--eval', SERVER],
        {
          stdio: 'ignore',
          env: { ...process.env, TEXT: text, PORT: String(port) },
        },
      );
      return {
        url: `http://${net}.${block + 2}:${port}/`,
        end: () => {
          server.kill('SIGKILL');
        },
      };
    },
    remove,
  };
}
