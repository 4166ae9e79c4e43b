import { processIo } from './io';
import { run } from './run';

/**
 * Runs this process's command line.
 * @public
 */
export async function main(): Promise<void> {
  const code = await run(process.argv.slice(2), processIo());
  // What is still to be written is written first; then nothing keeps the process,
  // such as a connection that is kept open.
  process.stdout.write('', () =>
    process.stderr.write('', () => process.exit(code)),
  );
}
