import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { promisify } from 'node:util';

/** A reverse proxy with TLS, as portals have one in production. */
export class TlsProxy {
  /** The self-signed certificate. */
  readonly certificateFile: string;
  readonly #server: Server;

  /**
   * @param folder - where its certificate is stored
   * @param target - the port of the portal on this machine
   */
  static async start(folder: string, target: number): Promise<TlsProxy> {
    const certificateFile = join(folder, 'portal.crt');
    const keyFile = join(folder, 'portal.key');
    await promisify(execFile)('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt'],
      ...['ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'],
      ...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'],
      ...['-keyout', keyFile, '-out', certificateFile],
    ]);
    const server = createServer(
      {
        cert: await readFile(certificateFile),
        key: await readFile(keyFile),
        ALPNProtocols: ['http/1.1'],
      },
      socket => {
        const portal = connect(target, '127.0.0.1');
        socket.pipe(portal).pipe(socket);
        socket.on('error', () => portal.destroy());
        portal.on('error', () => socket.destroy());
      },
    );
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return new TlsProxy(certificateFile, server);
  }

  private constructor(certificateFile: string, server: Server) {
    this.certificateFile = certificateFile;
    this.#server = server;
  }

  get url(): string {
    return `https://127.0.0.1:${Object(this.#server.address()).port}`;
  }

  stop(): void {
    this.#server.close();
  }
}
