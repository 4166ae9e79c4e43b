import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readInstall } from './readInstall.mjs';

const README = `# A plugin

## Install it

First:

\`\`\`sh
# what the portal needs
yarn --cwd packages/backend add @a/one \\
  @a/two
yarn --cwd packages/app add @a/three  # the pages
\`\`\`

\`\`\`ts
// packages/backend/src/index.ts
backend.add(import('@a/one'));
\`\`\`

\`\`\`yaml
# app-config.yaml
a: { b: c }
\`\`\`

## Use it

\`\`\`sh
rm -rf /
\`\`\`
`;

test('the steps of an installation are read', () => {
  assert.deepEqual(readInstall(README), {
    add: [
      { folder: 'packages/backend', packages: ['@a/one', '@a/two'] },
      { folder: 'packages/app', packages: ['@a/three'] },
    ],
    code: [
      {
        file: 'packages/backend/src/index.ts',
        text: "backend.add(import('@a/one'));\n",
      },
    ],
    config: ['a: { b: c }\n'],
  });
});

test('the section may be the last one', () => {
  const last = README.slice(0, README.indexOf('## Use it'));
  assert.equal(readInstall(last).code.length, 1);
});

test('what is no step of an installation is refused', () => {
  assert.throws(
    () => readInstall('## Install\n\n```sh\nrm -rf /\n```\n'),
    /no step of an installation: rm -rf/,
  );
});

test('a README that does not say how to install is refused', () => {
  assert.throws(() => readInstall('# A plugin\n'), /no heading/);
});
