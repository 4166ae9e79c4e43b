import { ActionWorld } from '../__testUtils__/ActionWorld';
import { addLab, RUNNING } from '../__testUtils__/someLabs';

describe('pyk8s-lab:exec', () => {
  let world: ActionWorld;
  let id: string;

  beforeEach(async () => {
    world = await ActionWorld.start();
    id = addLab(world.api, RUNNING).id;
  });
  afterEach(() => world.stop());

  const run = (input: object = {}, signal?: AbortSignal) =>
    world.run(
      'pyk8s-lab:exec',
      { id, command: 'kubectl get pods', ...input },
      { signal },
    );

  it('outputs what the command printed, and logs it line by line', async () => {
    world.api.memory.exec = () => ({
      stdout: 'NAME\nweb-1\n\nend',
      stderr: 'warned\n',
    });
    expect(await run({ input: 'kind: Pod', timeout: '30s' })).toEqual({
      output: 'NAME\nweb-1\n\nend',
      error: 'warned\n',
      exitCode: 0,
    });
    expect(world.api.sent('POST')[0].body).toEqual({
      command: 'kubectl get pods',
      input: 'kind: Pod',
      timeout: '30s',
    });
    expect(world.log).toEqual([
      '$ kubectl get pods',
      'NAME',
      'web-1',
      '',
      'warned',
      'end',
    ]);
  });

  it('sends a list of arguments unchanged', async () => {
    const argv = ['kubectl', 'get', 'pods', '-l', "app='a b'"];
    await run({ command: undefined, argv });
    expect(world.api.sent('POST')[0].body).toEqual({ argv });
    expect(world.log).toEqual([`$ kubectl get pods -l app='a b'`]);
  });

  it.each([{ argv: ['kubectl', 'version'] }, { command: undefined }])(
    'takes either a line or arguments, not %j',
    async input => {
      await expect(run(input)).rejects.toThrow(
        'either "command", one line, or "argv"',
      );
      expect(world.api.sent('POST')).toEqual([]);
    },
  );

  it('fails when the command fails, after writing its outputs', async () => {
    world.api.memory.exec = () => ({ stderr: 'not found', exitCode: 1 });
    await expect(run()).rejects.toThrow(
      `The command ended with exit code 1 in lab ${id}; its output is above. kubectl get pods`,
    );
    expect(world.outputs).toMatchObject({ exitCode: 1, error: 'not found' });
    expect(await run({ allowFailure: true })).toMatchObject({ exitCode: 1 });
  });

  it('reports a timeout', async () => {
    world.api.memory.exec = () => ({ exitCode: 124, timedOut: true });
    await expect(run({ timeout: '5s' })).rejects.toThrow(
      'because it timed out: give the step a longer timeout',
    );
    await expect(run({ timeout: 'soon' })).rejects.toThrow(
      '"soon" is not a duration',
    );
  });

  it('fails when the connection breaks before the end', async () => {
    world.api.intercept = (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.end(': alive\n\n');
      return true;
    };
    await expect(run()).rejects.toThrow('run it again');
  });

  it('stops the command when the task is cancelled', async () => {
    const controller = new AbortController();
    const closed = new Promise(resolve => {
      world.api.intercept = (_, response) => {
        response.writeHead(200, { 'Content-Type': 'text/event-stream' });
        response.write(': alive\n\n');
        response.on('close', resolve);
        return true;
      };
    });
    const failure = run({}, controller.signal).catch(error => error);
    await world.api.until(() => world.api.requests.length > 0);
    controller.abort();
    await closed;
    expect((await failure).message).toBe(
      'The task was cancelled while a command ran, which has ended it.',
    );
  });
});
