/** What may import what; the suite `lint` of `npm test` checks it. */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment:
        'A circle has no bottom: what is in it can only be read, tested and moved as one. Types count.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    // Imports of types are gone after compiling.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    includeOnly: '^(packages|plugins|e2e|benchmarks|tools)/',
    exclude: '/(dist|dist-types|generated)/',
    progress: { type: 'none' },
  },
};
