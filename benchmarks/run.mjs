/**
 * Runs a benchmark of this folder by its name, with this repository's Node.
 *
 *   npm run bench -- create-to-running [arguments]
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, parse } from 'node:path';

const folder = import.meta.dirname;
const files = new Map(
  readdirSync(folder)
    .filter(file => /\.(mjs|ts)$/.test(file) && file !== 'run.mjs')
    .map(file => [parse(file).name, file]),
);
const [name, ...args] = process.argv.slice(2);
const file = files.get(name);
if (!file) {
  console.error(
    `${name ? `unknown benchmark "${name}"` : 'name a benchmark'}: ${[
      ...files.keys(),
    ].join(', ')}`,
  );
  process.exit(2);
}

const typescript = file.endsWith('.ts')
  ? ['--require', '@backstage/cli/config/nodeTransform.cjs']
  : [];
const child = spawn(
  process.execPath,
  [
    join(folder, '../tools/setup/exec.mjs'),
    'node',
    ...typescript,
    join(folder, file),
    ...args,
  ],
  { stdio: 'inherit' },
);
child.on('exit', (code, signal) => {
  process.exitCode = signal ? 1 : code ?? 1;
});
