import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const SCRIPT = resolve(__dirname, '../../../../../tools/lab-host/firewall');

/** The rules of tools/lab-host/firewall, on this machine. */
export interface Firewall {
  /** @param settings - as in its settings file, one per line */
  apply(...settings: string[]): void;
  remove(): void;
  /** The number of packets that a rule with a text has matched. */
  packets(chain: 'INPUT' | 'FORWARD', text: string): number;
  /** All rules of this machine, except these and Docker's rules for labs, which change. */
  others(): string;
  /** Restores the previous rules. */
  restore(): void;
}

/** Controls the rules of this machine for a test. */
export function firewall(): Firewall {
  const directory = mkdtempSync(join(tmpdir(), 'pyk8s-lab-test-'));
  const settings = join(directory, 'firewall.conf');
  const run = (verb: string, env: NodeJS.ProcessEnv = {}) =>
    execFileSync(SCRIPT, [verb], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
  const wasSet = (() => {
    try {
      return run('show') !== '';
    } catch {
      return false;
    }
  })();
  return {
    apply: (...lines) => {
      writeFileSync(settings, lines.map(line => `${line}\n`).join(''));
      run('apply', { PYK8S_LAB_FIREWALL_CONF: settings });
    },
    remove: () => {
      run('remove');
    },
    packets: (chain, text) => {
      const counted = execFileSync(
        'iptables',
        ['--wait', '--list-rules', `PYK8S-LAB-${chain}`, '--verbose'],
        { encoding: 'utf8' },
      );
      const rule = counted.split('\n').find(line => line.includes(text));
      return Number(/ -c (\d+) /.exec(rule ?? '')?.[1]);
    },
    others: () =>
      ['iptables', 'ip6tables']
        .map(command =>
          execFileSync(command, ['--wait', '--list-rules'], {
            encoding: 'utf8',
          }),
        )
        .join('')
        .split('\n')
        .filter(
          line => !/PYK8S-LAB|pyk8s[0-9a-f]{2}|^-N DOCKER-USER$/.test(line),
        )
        .sort()
        .join('\n'),
    restore: () => {
      run(wasSet ? 'apply' : 'remove');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
