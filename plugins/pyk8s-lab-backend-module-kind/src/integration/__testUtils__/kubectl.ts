import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The kubectl command with one kubeconfig. */
export interface Kubectl {
  /**
   * @returns its output
   * @throws Error with its stderr
   */
  (...args: string[]): Promise<string>;
  remove(): void;
}

/** The users' access to a cluster. */
export function kubectlWith(kubeconfig: string): Kubectl {
  const directory = mkdtempSync(join(tmpdir(), 'pyk8s-lab-test-'));
  const file = join(directory, 'kubeconfig');
  writeFileSync(file, kubeconfig, { mode: 0o600 });
  const kubectl = async (...args: string[]) => {
    const { stdout } = await run('kubectl', [
      `--kubeconfig=${file}`,
      // Otherwise kubectl refreshes its discovery cache at times.
      `--cache-dir=${directory}`,
      ...args,
    ]);
    return stdout.trim();
  };
  return Object.assign(kubectl, {
    remove: () => rmSync(directory, { recursive: true, force: true }),
  });
}
