module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // A test of the whole installs the plugin whose labs it looks for.
    '@backstage/no-mixed-plugin-imports': [
      'warn',
      { excludedFiles: ['**/*.test.ts'] },
    ],
  },
});
