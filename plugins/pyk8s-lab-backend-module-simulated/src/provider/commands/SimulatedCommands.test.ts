import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import {
  createCluster,
  ref,
  signal,
  spec,
} from '../__testUtils__/createProvider';
import type { SimulatedMoment } from '../SimulatedLabProviderOptions';

describe('SimulatedCommands', () => {
  const command = { argv: ['kubectl', 'get', 'pods'], timeoutMs: 1_000 };
  const printed: string[] = [];
  const io = {
    signal,
    onOutput: (stream: string, chunk: Uint8Array) => {
      printed.push(`${stream}: ${Buffer.from(chunk)}`);
    },
  };

  beforeEach(() => {
    printed.length = 0;
  });

  it('prints what would run', async () => {
    const provider = await createCluster();

    await provider.commands.exec(ref, command, io);
    await provider.commands.exec(
      ref,
      { ...command, argv: ['printf', '%s', 'a b', ''], input: 'é' },
      io,
    );

    expect(printed).toEqual([
      'stdout: simulated lab: this would run: kubectl get pods\n',
      'stdout: simulated lab: this would run: printf %s "a b" "" (with 2 bytes to read)\n',
    ]);
  });

  it('fails, and stops waiting when the signal aborts', async () => {
    const moments: SimulatedMoment[] = [];
    let act: () => void | Promise<void> = () => {
      throw new Error('simulated failure');
    };
    const provider = await createCluster({
      intercept: moment => {
        moments.push(moment);
        return moment.verb === 'exec' ? act() : undefined;
      },
    });

    await expect(provider.commands.exec(ref, command, io)).rejects.toThrow(
      'simulated failure',
    );
    expect(moments.at(-1)).toEqual({ verb: 'exec', ref, command });

    const controller = new AbortController();
    const reason = new Error('cancelled');
    act = () => {
      controller.abort(reason);
      return new Promise(() => undefined);
    };
    await expect(
      provider.commands.exec(ref, command, {
        ...io,
        signal: controller.signal,
      }),
    ).rejects.toBe(reason);
    expect(printed).toEqual([]);
  });

  it('runs a command that watches until the signal aborts', async () => {
    const provider = await createCluster();
    const controller = new AbortController();
    const reason = new Error('enough');
    const watching = provider.commands.exec(
      ref,
      { ...command, argv: ['kubectl', 'get', 'pods', '-w'] },
      {
        signal: controller.signal,
        onOutput: () => {
          setImmediate(() => controller.abort(reason));
        },
      },
    );
    await expect(watching).rejects.toBe(reason);
  });

  it('fails when the cluster is stopped or removed meanwhile', async () => {
    const provider = await createCluster();

    await expect(
      provider.commands.exec(ref, command, {
        signal,
        onOutput: () => provider.stopNodes(ref.name),
      }),
    ).rejects.toThrow('not ready');

    await provider.power.resume(ref, spec, new StepRecorder());
    await expect(
      provider.commands.exec(ref, command, {
        signal,
        onOutput: () => provider.vanish(ref.name),
      }),
    ).rejects.toThrow('no longer exists');
  });
});
