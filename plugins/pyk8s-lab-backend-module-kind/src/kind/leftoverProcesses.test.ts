import { execFileSync } from 'node:child_process';
import { findCreates, PS_ARGS } from './leftoverProcesses';

const name = 'lab-abc-0001';
const command = `kind create cluster --name=${name} --kubeconfig=/tmp/x --config=-`;

const pids = (ps: string, binary = 'kind') =>
  findCreates(ps, binary, name).map(({ pid }) => pid);

describe('findCreates', () => {
  it.each([
    ['a command on the PATH', `  10   10 Ssl  ${command}`],
    ['a path', `10 10 S /usr/local/bin/${command}`],
    ['a script around it', `10 10 S /bin/sh /opt/${command}`],
  ])('finds %s', (_what, row) => {
    expect(pids(`    1     1 Ss   /sbin/init\n${row}\n`)).toEqual([10]);
  });

  it('matches the configured name of the command', () => {
    expect(
      pids(
        `10 10 S /opt/my kind-0.33 ${command.slice(5)}`,
        '/opt/my kind-0.33',
      ),
    ).toEqual([10]);
    expect(pids(`10 10 S ${command}`, '/opt/kind-0.33')).toEqual([]);
  });

  it.each([
    [
      'another cluster',
      `10 10 S kind create cluster --name=lab-abc-00012 --config=-`,
    ],
    [
      'a cluster whose name ends so',
      `10 10 S kind create cluster --name=x${name} --config=-`,
    ],
    ['the end of another command', `10 10 S man${command}`],
    [
      'a delete',
      `10 10 S kind delete cluster --name=${name} --kubeconfig=/tmp/x`,
    ],
    ['a process that leads no group', `11 10 S ${command}`],
    ['a zombie', `10 10 Z ${command}`],
    [
      'a node of the cluster',
      `10 10 S docker run --name ${name}-control-plane`,
    ],
    ['an invalid row', command],
  ])('ignores %s', (_what, row) => {
    expect(pids(row)).toEqual([]);
  });

  it('reads the output of ps on this machine', () => {
    const output = execFileSync('ps', [...PS_ARGS], { encoding: 'utf8' });

    expect(output).toMatch(
      new RegExp(`^\\s*${process.pid}\\s+\\d+\\s+\\S+\\s`, 'm'),
    );
  });
});
