import { processIo } from './io';
import { run } from './run';

/**
 * Runs this process's command line.
 * @public
 */
export async function main(): Promise<void> {
  const code = await run(process.argv.slice(2), processIo());
  // Pending output is flushed first; then open connections must not keep the process
  // alive.
  process.stdout.write('', () =>
    process.stderr.write('', () => process.exit(code)),
  );
}
