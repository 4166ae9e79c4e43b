module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  overrides: [
    {
      // Suites that share a cluster: to be exported is what they are for.
      files: ['src/integration/__testUtils__/describe/**'],
      rules: { 'jest/no-export': 'off' },
    },
  ],
});
