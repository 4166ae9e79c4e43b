import { PassThrough, Readable, type Duplex } from 'node:stream';
import { FakeDockerDaemon } from '../../__testUtils__/FakeDockerDaemon';
import { DockerodeHost } from '../DockerodeHost';

const KIB = 1024;

describe('DockerodeHost.exec with a stream', () => {
  let daemon: FakeDockerDaemon;
  let docker: DockerodeHost;
  /** The program's side of the connection. */
  let program: Promise<Duplex>;

  const start = async (input: Readable) => {
    const run = await docker.exec(
      'c1',
      { argv: ['cat'], user: '0:0', input },
      { onOutput: () => undefined },
    );
    return { run, connection: await program };
  };

  beforeEach(async () => {
    daemon = await FakeDockerDaemon.start();
    docker = DockerodeHost.create({ endpoint: { address: daemon.endpoint } });
    daemon.answers.set('POST /containers/c1/exec', {
      status: 201,
      body: { Id: 'e1' },
    });
    daemon.answers.set('GET /exec/e1/json', {
      status: 200,
      body: { Running: false, ExitCode: 0 },
    });
    program = new Promise(resolve => {
      daemon.onHijack = resolve;
    });
  });

  afterEach(() => daemon.stop());

  it('sends all of it and its end', async () => {
    const pieces = Array.from({ length: 300 }, (_, at) =>
      Buffer.alloc(10 * KIB, at),
    );
    const { run, connection } = await start(Readable.from(pieces));
    const received: Buffer[] = [];
    connection.on('data', chunk => received.push(chunk));
    connection.on('end', () => connection.end());

    expect(await run.exitCode).toBe(0);
    const bytes = Buffer.concat(received);
    const sent = Buffer.concat(pieces);
    expect(bytes.subarray(-sent.length).equals(sent)).toBe(true);
  });

  it('reads it no faster than the program', async () => {
    let read = 0;
    const endless = new Readable({
      read() {
        read += 64 * KIB;
        this.push(Buffer.alloc(64 * KIB));
      },
    });
    const { run, connection } = await start(endless);
    let before = -1;
    while (read !== before) {
      before = read;
      await new Promise(resolve => setTimeout(resolve, 50));
    }

    expect(read).toBeLessThan(4_096 * KIB);
    connection.resume();
    while (read < 2 * before) {
      await new Promise(resolve => setImmediate(resolve));
    }
    connection.destroy();
    await run.exitCode;
    expect(endless.destroyed).toBe(true);
  });

  it('ends with the program, even while the stream is silent', async () => {
    const input = new PassThrough();
    const { run, connection } = await start(input);

    connection.end();

    expect(await run.exitCode).toBe(0);
    expect(input.destroyed).toBe(true);
  });

  it('ends the input when the stream fails, and then fails', async () => {
    const failure = new Error('the disk is gone');
    const input = new PassThrough();
    const { run, connection } = await start(input);
    const heard = new Promise(resolve => connection.once('end', resolve));
    connection.resume();
    input.write('some');

    input.destroy(failure);
    await heard;
    connection.end();

    await expect(run.exitCode).rejects.toBe(failure);
  });
});
