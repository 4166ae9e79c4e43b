// Each package brings its own configuration; this one is for what belongs to none.
module.exports = {
  root: true,
  overrides: [
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
