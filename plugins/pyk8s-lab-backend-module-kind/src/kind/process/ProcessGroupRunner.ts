import { LineSplitter } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { spawn, type ChildProcess } from 'node:child_process';
import {
  CommandError,
  type CommandRunner,
  type RunOptions,
} from './CommandRunner';
import { GroupEnding } from './GroupEnding';
import { OutputTail } from './OutputTail';

const MAX_OUTPUT_BYTES = 256 * 1024;

/**
 * Runs each command in a process group of its own, and ends the whole group: its
 * children do not outlive it, and signals to the portal's group do not reach it.
 */
export class ProcessGroupRunner implements CommandRunner {
  run(
    file: string,
    args: readonly string[],
    options: RunOptions,
  ): Promise<string> {
    return new Promise((resolve, reject) => {
      const argv = [file, ...args];
      if (options.signal?.aborted) {
        reject(
          new CommandError({ failure: 'aborted', argv, detail: 'was aborted' }),
        );
        return;
      }
      const child = spawn(file, args, {
        detached: true,
        env: options.env,
        shell: false,
        stdio: ['pipe', 'pipe', 'pipe'],
        windowsHide: true,
      });
      const output = collectOutput(child, options);
      const ending = new GroupEnding(child, options);

      // A command may end without reading its input.
      child.stdin.on('error', () => undefined);
      child.stdin.end(options.input ?? '');

      child.once('error', error => {
        ending.settle();
        reject(
          new CommandError({
            failure: 'not-found',
            argv,
            detail: `cannot be started: ${error.message}`,
          }),
        );
      });
      child.once('exit', () => ending.afterExit());
      child.once('close', (code, signal) => {
        ending.settle();
        const text = output.toString();
        if (ending.reason) {
          reject(
            new CommandError({
              failure: ending.reason,
              argv,
              detail:
                ending.reason === 'aborted'
                  ? 'was aborted'
                  : `did not end within ${options.timeoutMs / 1000} s`,
              output: text,
            }),
          );
        } else if (code === 0) {
          resolve(text);
        } else {
          reject(
            new CommandError({
              failure: 'exit',
              argv,
              detail:
                code === null
                  ? `was ended by ${signal}`
                  : `failed with exit code ${code}`,
              exitCode: code ?? undefined,
              output: text,
            }),
          );
        }
      });
    });
  }
}

function collectOutput(child: ChildProcess, options: RunOptions): OutputTail {
  const tail = new OutputTail(options.maxOutputBytes ?? MAX_OUTPUT_BYTES);
  for (const stream of [child.stdout, child.stderr]) {
    const splitter = new LineSplitter(line => {
      tail.push(line);
      options.onLine?.(line);
    });
    stream?.on('data', chunk => splitter.write(chunk));
    stream?.once('end', () => splitter.end());
  }
  return tail;
}
