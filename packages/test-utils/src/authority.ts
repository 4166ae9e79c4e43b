import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate and its key. */
export interface Identity {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** An authority of its own, and what it has signed for a server and a client. */
export interface Authority {
  readonly ca: Buffer;
  readonly server: Identity;
  readonly client: Identity;
}

/** Makes an authority, by `openssl`. */
export function makeAuthority(): Authority {
  const directory = mkdtempSync(join(tmpdir(), 'pyk8s-lab-ca-'));
  const at = (name: string) => join(directory, name);
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: directory, stdio: 'pipe' });
  try {
    const request = (name: string, subject: string) =>
      openssl(
        ...['req', '-new', '-newkey', 'ec', '-nodes', '-subj', subject],
        ...['-pkeyopt', 'ec_paramgen_curve:prime256v1'],
        ...['-keyout', `${name}.key`, '-out', `${name}.csr`],
      );
    request('ca', '/CN=fake-kubernetes');
    writeFileSync(at('ca.ext'), 'basicConstraints=critical,CA:TRUE\n');
    openssl(
      ...['x509', '-req', '-in', 'ca.csr', '-signkey', 'ca.key'],
      ...['-days', '2', '-extfile', 'ca.ext', '-out', 'ca.crt'],
    );
    const sign = (name: string, subject: string): Identity => {
      request(name, subject);
      writeFileSync(at('san.ext'), 'subjectAltName=IP:127.0.0.1\n');
      openssl(
        ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.crt'],
        ...['-CAkey', 'ca.key', '-CAcreateserial', '-days', '2'],
        ...['-extfile', 'san.ext', '-out', `${name}.crt`],
      );
      return {
        cert: readFileSync(at(`${name}.crt`)),
        key: readFileSync(at(`${name}.key`)),
      };
    };
    return {
      server: sign('server', '/CN=kube-apiserver'),
      client: sign('client', '/O=kubeadm:cluster-admins/CN=kubernetes-admin'),
      ca: readFileSync(at('ca.crt')),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
