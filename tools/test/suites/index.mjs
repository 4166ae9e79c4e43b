import { check } from './check.mjs';
import { hostile, kind } from './kind.mjs';
import { openapi } from './openapi.mjs';
import { e2e, faults } from './playwright.mjs';
import { schema } from './schema.mjs';
import { tools, unit } from './unit.mjs';

const types = check({
  id: 'types',
  title: 'Types',
  commands: [['tsc', '--pretty', 'false']],
});

const apiReports = check({
  id: 'api-reports',
  title: 'API reports',
  // They are generated from the declarations that the type check writes, so it runs before.
  // Members of a documented type need no comment of their own, and sources of
  // other packages of this repository are TypeScript on purpose.
  commands: [
    [
      'backstage-repo-tools',
      'api-reports',
      '--ci',
      '--omit-messages=ae-undocumented,ae-wrong-input-file-type',
      '--validate-release-tags',
      // Their entry points share types, and each type is exported by one.
      '--allow-warnings=plugins/pyk8s-lab-node,plugins/pyk8s-lab-common',
    ],
  ],
  remedy: 'run `npm run api-reports`, read what changed, and commit it',
});

const lint = check({
  id: 'lint',
  title: 'Lint',
  commands: [
    ['backstage-cli', 'repo', 'lint', '--max-warnings', '0'],
    [
      'eslint',
      '--ext=.ts,.mjs',
      '--max-warnings=0',
      '--no-error-on-unmatched-pattern',
      'tools',
      'benchmarks',
      'e2e',
    ],
    // Lint rules for import circles ignore type imports.
    [
      'depcruise',
      '--config=.dependency-cruiser.cjs',
      ...['packages', 'plugins', 'e2e', 'benchmarks', 'tools'],
    ],
  ],
  remedy: '`npm run lint -- --fix` fixes some of it',
});

const format = check({
  id: 'format',
  title: 'Formatting',
  commands: [['prettier', '--check', '.']],
  remedy: 'run `npm run format`',
});

const words = check({
  id: 'words',
  title: 'Words',
  commands: [['node', 'tools/words/main.mjs']],
  remedy: 'write what follows =>; tools/words/prh.yml has all words',
});

const config = check({
  id: 'config',
  title: 'Configuration',
  commands: [
    ['backstage-cli', 'config:check', '--lax'],
    [
      'backstage-cli',
      'config:check',
      '--lax',
      '--config',
      'app-config.yaml',
      '--config',
      'app-config.production.yaml',
    ],
  ],
});

/**
 * Stages run one after the other, the lanes of a stage concurrently, and the suites of a lane one after the other.
 *
 * The generated code is compared first and alone, because it is generated in place. After that, clusters that boot leave
 * the processors idle for half of the time: the checks and tests that need no cluster use it, at a lower priority, and then
 * the faults. No more than two suites make clusters at once: with more, Docker has failed to restart nodes. The browser is
 * alone: Chromium aborts requests with ERR_NETWORK_CHANGED when another suite's cluster changes the host's networks.
 */
export const STAGES = [
  [[openapi]],
  [
    [
      tools,
      format,
      words,
      config,
      types,
      apiReports,
      lint,
      unit,
      schema,
      faults,
    ],
    [kind, hostile],
  ],
  [[e2e]],
];
