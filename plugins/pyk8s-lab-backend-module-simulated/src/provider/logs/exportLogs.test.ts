import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCluster, ref, signal } from '../__testUtils__/createProvider';
import type { SimulatedLabProvider } from '../SimulatedLabProvider';

const controlPlane = `${ref.name}-control-plane`;
const worker = `${ref.name}-worker`;
const reason = new Error('cancelled');

describe('exportLogs', () => {
  let provider: SimulatedLabProvider;
  let directory: string;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'simulated-'));
    provider = await createCluster({ workers: 1 });
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const read = (path: string) => readFileSync(join(directory, path), 'utf8');

  it('writes files that name themselves simulated', async () => {
    const options = { directory, maxBytes: 1_000_000, signal };

    expect(await provider.logs.exportLogs(ref, options)).toEqual({
      truncated: false,
    });

    const files = [controlPlane, worker].flatMap(node =>
      ['journal.log', 'kubelet.log', 'containerd.log'].map(
        file => `${node}/${file}`,
      ),
    );
    files.push(`${controlPlane}/pods/default_simulated/simulated/0.log`);
    for (const file of files) {
      expect(read(file)).toMatch(
        /^\S+Z simulated lab: this would be the log of .+\n$/,
      );
    }
  });

  it('truncates at the maximum size', async () => {
    const options = { directory, maxBytes: 150, signal };

    expect(await provider.logs.exportLogs(ref, options)).toEqual({
      truncated: true,
    });

    expect(readdirSync(join(directory, controlPlane))).toHaveLength(2);
    expect(
      read(`${controlPlane}/journal.log`).length +
        read(`${controlPlane}/kubelet.log`).length,
    ).toBe(150);
  });

  it('writes nothing when aborted or when the lab does not run', async () => {
    const options = { directory, maxBytes: 1_000_000, signal };

    await expect(
      provider.logs.exportLogs(ref, {
        ...options,
        signal: AbortSignal.abort(reason),
      }),
    ).rejects.toBe(reason);
    provider.stopNodes(ref.name);
    await expect(provider.logs.exportLogs(ref, options)).rejects.toThrow(
      'not ready',
    );
    expect(readdirSync(directory)).toEqual([]);
  });
});
