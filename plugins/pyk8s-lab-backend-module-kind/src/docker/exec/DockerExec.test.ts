import type { Duplex } from 'node:stream';
import { FakeDockerDaemon } from '../../__testUtils__/FakeDockerDaemon';
import { DockerodeHost } from '../DockerodeHost';

/** A frame with "hi" on the standard output. */
const HI = Buffer.from([1, 0, 0, 0, 0, 0, 0, 2, 0x68, 0x69]);

describe('DockerodeHost.exec', () => {
  let daemon: FakeDockerDaemon;
  let docker: DockerodeHost;
  let printed: string;
  const program = { argv: ['cat', '$(id)'], user: '0:0' };
  const onOutput = (stream: string, chunk: Uint8Array) => {
    printed += `${stream}: ${Buffer.from(chunk)}`;
  };
  const ended = (state: object) =>
    daemon.answers.set('GET /exec/e1/json', { status: 200, body: state });

  beforeEach(async () => {
    printed = '';
    daemon = await FakeDockerDaemon.start();
    docker = DockerodeHost.create({
      endpoint: { address: daemon.endpoint },
      callTimeoutMs: 500,
    });
    daemon.answers.set('POST /containers/c1/exec', {
      status: 201,
      body: { Id: 'e1' },
    });
    daemon.onHijack = socket => socket.end(HI);
    ended({ Running: false, ExitCode: 3 });
  });

  afterEach(() => daemon.stop());

  it('runs a program and returns its exit code', async () => {
    const run = await docker.exec('c1', program, { onOutput });

    expect(await run.exitCode).toBe(3);
    expect(printed).toBe('stdout: hi');
    expect(daemon.bodies[0]).toEqual({
      Cmd: ['cat', '$(id)'],
      User: '0:0',
      AttachStdin: false,
      AttachStdout: true,
      AttachStderr: true,
      Tty: false,
    });
  });

  it('sends the input and its end', async () => {
    const received: Buffer[] = [];
    daemon.onHijack = socket => {
      socket.on('data', chunk => received.push(chunk));
      socket.on('end', () => socket.end(HI));
    };

    const run = await docker.exec(
      'c1',
      { ...program, input: 'to be read' },
      { onOutput },
    );

    expect(await run.exitCode).toBe(3);
    expect(Buffer.concat(received).toString()).toMatch(/to be read$/);
    expect(daemon.bodies[0]).toMatchObject({ AttachStdin: true });
  });

  it('waits until Docker reports the exit code', async () => {
    ended({ Running: true, ExitCode: null });
    const run = await docker.exec('c1', program, { onOutput });
    let looks = 0;
    daemon.answers.set('GET /exec/e1/json', response => {
      looks += 1;
      response.setHeader('Content-Type', 'application/json');
      response.end(
        JSON.stringify(
          looks < 3
            ? { Running: true, ExitCode: null }
            : { Running: false, ExitCode: 0 },
        ),
      );
    });

    expect(await run.exitCode).toBe(0);
  });

  it("fails with the daemon's message when it cannot be started", async () => {
    daemon.answers.set('POST /containers/c1/exec', {
      status: 409,
      body: { message: 'Container c1 is paused' },
    });

    await expect(
      docker.exec('c1', program, { onOutput }),
    ).rejects.toMatchObject({
      statusCode: 409,
      message: expect.stringContaining('is paused'),
    });
    await expect(
      docker.exec('c2', program, { onOutput }),
    ).rejects.toMatchObject({ statusCode: 404 });
  });

  it('starts nothing when it is already aborted', async () => {
    const controller = new AbortController();
    daemon.answers.set('POST /containers/c1/exec', response => {
      controller.abort();
      response.writeHead(201, { 'Content-Type': 'application/json' });
      response.end('{"Id":"e1"}');
    });

    await expect(
      docker.exec('c1', program, { onOutput, signal: controller.signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect(daemon.calls.filter(call => call.endsWith('/start'))).toEqual([]);
  });

  it('reports that Docker became unreachable meanwhile', async () => {
    let connection: Duplex | undefined;
    daemon.onHijack = socket => {
      connection = socket;
      socket.write(HI);
    };
    const run = await docker.exec('c1', program, { onOutput });
    await daemon.stop();

    await expect(run.exitCode).rejects.toMatchObject({
      name: 'ProviderUnavailableError',
    });
    expect(connection?.destroyed).toBe(true);
    daemon = await FakeDockerDaemon.start();
  });

  it('fails with the error of the output handler', async () => {
    const failure = new Error('the reader is gone');

    const run = await docker.exec('c1', program, {
      onOutput: () => Promise.reject(failure),
    });

    await expect(run.exitCode).rejects.toBe(failure);
  });

  it('can be detached', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    daemon.onHijack = socket => {
      closed = new Promise(resolve => socket.once('end', resolve));
      socket.resume();
    };
    const run = await docker.exec('c1', program, { onOutput });

    run.detach();

    await closed;
    expect(await run.exitCode).toBe(3);
  });
});
