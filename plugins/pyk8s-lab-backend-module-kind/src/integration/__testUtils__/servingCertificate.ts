import { once } from 'node:events';
import { checkServerIdentity, connect } from 'node:tls';

/**
 * The IP addresses that the certificate of an API server is valid for.
 *
 * @param server - its URL, as in a kubeconfig
 * @param ca - the lab's certificate authority, as PEM
 * @param address - of its node, which may be unreachable from this machine
 * @throws Error when it is not signed by that authority or not valid for the address
 */
export async function servingAddresses(
  server: string,
  ca: Buffer,
  address: string,
): Promise<string[]> {
  const { hostname, port } = new URL(server);
  const socket = connect({
    host: hostname,
    port: Number(port),
    ca,
    rejectUnauthorized: true,
    checkServerIdentity: (_, certificate) =>
      checkServerIdentity(address, certificate),
    timeout: 10_000,
  });
  socket.once('timeout', () =>
    socket.destroy(new Error(`${server} does not answer`)),
  );
  try {
    await once(socket, 'secureConnect');
    const { subjectaltname = '' } = socket.getPeerCertificate();
    return subjectaltname
      .split(', ')
      .filter(name => name.startsWith('IP Address:'))
      .map(name => name.slice('IP Address:'.length));
  } finally {
    socket.destroy();
  }
}
