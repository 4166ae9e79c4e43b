import type { FakeProgram } from './FakeDockerHost';
import { KindWorld } from './kindWorld';

/** A world whose nodes run programs in a test's way, with what was run. */
export function worldWith(
  run: (argv: string) => {
    stdout?: string;
    stderr?: string;
    exitCode?: number;
  },
) {
  const world = new KindWorld();
  const ran: string[] = [];
  const program: FakeProgram = async ({ argv }, print, id) => {
    // The words before it are of the wrapper that every command has.
    const line = argv.slice(6).join(' ');
    ran.push(`${id}: ${line}`);
    const { stdout = '', stderr = '', exitCode = 0 } = run(line);
    await print('stdout', Buffer.from(stdout));
    await print('stderr', Buffer.from(stderr));
    return exitCode;
  };
  world.docker.program = program;
  return { world, ran };
}
