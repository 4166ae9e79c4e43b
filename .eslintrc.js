// Each package brings its own configuration beside this one, which is for what belongs
// to none, and for what holds everywhere.
module.exports = {
  root: true,
  plugins: ['regexp', '@typescript-eslint'],
  rules: {
    // A text that a stranger wrote must not keep the portal busy: every pattern is
    // done with it in a time that grows no faster than the text.
    'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
    'regexp/no-super-linear-move': ['error', { report: 'potential' }],
    // A kubeconfig can name programs, and an answer can be without an end: clients of
    // labs are made by the entry point /kubernetes of the node library.
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        paths: [
          {
            name: '@kubernetes/client-node',
            importNames: [
              'createConfiguration',
              'Exec',
              'KubeConfig',
              'Log',
              'makeInformer',
              'Watch',
            ],
            message:
              'Use clusterConfiguration of @pyk8s-lab/backstage-plugin-pyk8s-lab-node/kubernetes.',
          },
        ],
      },
    ],
  },
  overrides: [
    {
      files: ['**/pyk8s-lab-node/src/kubernetes/**'],
      rules: { '@typescript-eslint/no-restricted-imports': 'off' },
    },
    {
      // Nobody but us writes the texts of tests.
      files: ['**/*.test.*', '**/__testUtils__/**'],
      rules: { 'regexp/no-super-linear-move': 'off' },
    },
    {
      files: ['*.mjs'],
      extends: ['eslint:recommended'],
      env: { node: true, es2022: true },
      parserOptions: { ecmaVersion: 'latest', sourceType: 'module' },
    },
    {
      files: ['e2e/**/*.ts', 'benchmarks/**/*.ts'],
      extends: ['eslint:recommended', 'plugin:@typescript-eslint/recommended'],
      env: { node: true, browser: true, es2022: true },
      parser: '@typescript-eslint/parser',
      parserOptions: { ecmaVersion: 'latest', sourceType: 'module' },
    },
  ],
};
