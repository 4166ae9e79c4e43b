import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { findNodeImage } from '@internal/test-utils';

/** A container that serves HTTP on a network like that of a lab. */
export interface OtherLab {
  readonly url: string;
  /** The port of this machine that is forwarded to it. */
  readonly port: number;
  remove(): void;
}

const SERVER =
  'use IO::Socket::INET; my $s = IO::Socket::INET->new(LocalPort => 80, Listen => 9, ReuseAddr => 1); while (my $c = $s->accept) { while (<$c>) { last if /^\\r?$/ } print $c "HTTP/1.0 200 OK\\r\\n\\r\\nother lab"; close $c }';

/** Replaces a second lab, which would take half a minute. */
export function otherLab(): OtherLab {
  const name = `pyk8s-test-${randomBytes(3).toString('hex')}`;
  const docker = (...args: string[]) =>
    execFileSync('docker', args, { encoding: 'utf8' }).trim();
  docker(
    'network',
    'create',
    `--opt=com.docker.network.bridge.name=pyk8s${name.slice(-6)}`,
    name,
  );
  const remove = () => {
    docker('rm', '--force', name);
    docker('network', 'rm', name);
  };
  try {
    docker(
      'run',
      '--detach',
      `--name=${name}`,
      `--network=${name}`,
      '--publish=80',
      '--entrypoint=perl',
      findNodeImage() ?? '',
      '-e',
      SERVER,
    );
    const address = docker(
      'inspect',
      '--format={{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}',
      name,
    );
    const port = docker(
      'inspect',
      '--format={{(index .NetworkSettings.Ports "80/tcp" 0).HostPort}}',
      name,
    );
    return { url: `http://${address}/`, port: Number(port), remove };
  } catch (error) {
    remove();
    throw error;
  }
}
