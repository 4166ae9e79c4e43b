import type {
  ClusterCommand,
  ClusterCommandContext,
  ClusterManifests,
  CommandCapability,
} from '../ClusterCommand';
import type { ClusterRef } from '../cluster';
import { tarOf } from './tarArchive';

/** A command that users may run in every cluster. */
export const COMMAND: ClusterCommand = {
  argv: ['kubectl', 'get', 'namespaces', '--output=name'],
  timeoutMs: 30_000,
};

/** Records the output of a command, and detects missing backpressure. */
class OutputRecorder {
  readonly text = { stdout: '', stderr: '' };
  /** True when output arrived before the handler was done with the previous one. */
  wasRushed = false;
  #isTaking = false;

  readonly take: ClusterCommandContext['onOutput'] = async (stream, chunk) => {
    this.wasRushed ||= this.#isTaking;
    this.#isTaking = true;
    await new Promise(resolve => setImmediate(resolve));
    this.text[stream] += Buffer.from(chunk).toString();
    this.#isTaking = false;
  };
}

const CONFIG_MAP = `apiVersion: v1
kind: ConfigMap
metadata:
  name: contract
`;
const KUSTOMIZATION = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- map.yaml
`;

/** Manifests for every cluster: one object, in a folder with a kustomization. */
export function someManifests(
  change: Partial<ClusterManifests> = {},
): ClusterManifests {
  const files = {
    'app/map.yaml': CONFIG_MAP,
    'app/kustomization.yaml': KUSTOMIZATION,
  };
  return {
    archive: Buffer.concat([
      ...tarOf(
        Object.entries(files).map(([name, text]) => ({
          name,
          size: text.length,
          content: () => [Buffer.from(text)],
        })),
      ),
    ]),
    paths: ['app/map.yaml'],
    kustomize: false,
    recursive: false,
    serverSide: false,
    forceConflicts: false,
    timeoutMs: 30_000,
    ...change,
  };
}

/**
 * Adds the tests of commands, and of applying manifests.
 * @param cluster - called when a test runs; the cluster must be ready
 */
export function describeCommands(
  cluster: () => { able: CommandCapability; ref: ClusterRef },
): void {
  const { signal } = new AbortController();
  const exec = (command: ClusterCommand, context: ClusterCommandContext) =>
    cluster().able.exec(cluster().ref, command, context);
  const apply = (manifests: ClusterManifests, context: ClusterCommandContext) =>
    cluster().able.apply(cluster().ref, manifests, context);

  describe('that takes commands', () => {
    it('runs a command, and reports its output', async () => {
      const output = new OutputRecorder();

      const result = await exec(COMMAND, {
        signal,
        onOutput: output.take,
      });

      expect(output.text.stderr).toBe('');
      expect(output.text.stdout).toMatch(/^.+\n$/s);
      expect(output.wasRushed).toBe(false);
      expect(result).toEqual({ exitCode: 0 });
    });

    it('passes input to a command', async () => {
      const output = new OutputRecorder();
      const create = {
        ...COMMAND,
        argv: [
          'kubectl',
          'create',
          '--dry-run=client',
          '--output=name',
          '--filename=-',
        ],
      };

      const result = await exec(
        {
          ...create,
          input: JSON.stringify({
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: 'contract' },
          }),
        },
        { signal, onOutput: output.take },
      );

      expect(output.text.stderr).toBe('');
      expect(output.text.stdout).not.toBe('');
      expect(result).toEqual({ exitCode: 0 });
    });

    it('runs nothing when it is already aborted', async () => {
      const output = new OutputRecorder();
      const reason = new Error('cancelled');

      await expect(
        exec(COMMAND, {
          signal: AbortSignal.abort(reason),
          onOutput: output.take,
        }),
      ).rejects.toBe(reason);
      expect(output.text).toEqual({ stdout: '', stderr: '' });
    });

    it('ends a command that is aborted, even with a blocked reader', async () => {
      const controller = new AbortController();
      const reason = new Error('cancelled');

      await expect(
        exec(
          { ...COMMAND, argv: [...COMMAND.argv, '--watch'] },
          {
            signal: controller.signal,
            onOutput: () => {
              controller.abort(reason);
              return new Promise(() => undefined);
            },
          },
        ),
      ).rejects.toBe(reason);
    });

    it('fails with the error of the output handler', async () => {
      const failure = new Error('the reader is gone');

      await expect(
        exec(COMMAND, {
          signal,
          onOutput: () => Promise.reject(failure),
        }),
      ).rejects.toBe(failure);
    });

    it.each([
      ['a file', {}],
      ['it again, on the server', { serverSide: true }],
      ['a kustomization', { paths: ['app'], kustomize: true }],
    ])('applies %s, and prints a line for each object', async (_, change) => {
      const output = new OutputRecorder();

      const result = await apply(someManifests(change), {
        signal,
        onOutput: output.take,
      });

      expect(result).toEqual({ exitCode: 0 });
      expect(output.text.stdout).toMatch(
        /^v1\tConfigMap\tdefault\tcontract\t[^\t\n]*\n$/,
      );
      expect(output.wasRushed).toBe(false);
    });

    it('applies nothing when it is already aborted', async () => {
      const output = new OutputRecorder();
      const reason = new Error('cancelled');

      await expect(
        apply(someManifests(), {
          signal: AbortSignal.abort(reason),
          onOutput: output.take,
        }),
      ).rejects.toBe(reason);
      expect(output.text).toEqual({ stdout: '', stderr: '' });
    });

    it('fails to apply with the error of the output handler', async () => {
      const failure = new Error('the reader is gone');

      await expect(
        apply(someManifests(), {
          signal,
          onOutput: () => Promise.reject(failure),
        }),
      ).rejects.toBe(failure);
    });
  });
}
