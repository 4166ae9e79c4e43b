module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // Templates are tested with the plugin whose labs they make.
    '@backstage/no-mixed-plugin-imports': [
      'warn',
      { excludedFiles: ['**/*.test.ts'] },
    ],
  },
});
