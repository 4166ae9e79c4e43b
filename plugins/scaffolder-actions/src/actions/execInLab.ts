import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { parseDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { LineSplitter } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { explainFailure } from '../labs/explainFailure';
import { labIdInput, readLabId, timeoutInput } from '../labs/labId';
import { cancelledError } from '../tasks/TimeLimit';
import type { ActionDeps } from './ActionDeps';
import { examplesOf } from './examples';

export function createExecAction({ access }: ActionDeps) {
  return createTemplateAction({
    id: 'pyk8s-lab:exec',
    description:
      'Runs a command in a lab that is RUNNING, such as kubectl. What it prints is in the log of the task and in its outputs.',
    examples: examplesOf('pyk8s-lab:exec', [
      {
        description: 'A smoke test, which fails the template when it fails',
        id: 'smoke-test',
        name: 'Smoke test',
        input: {
          id: '${{ steps.lab.output.id }}',
          command: 'kubectl rollout status deployment/web --timeout=60s',
          timeout: '90s',
        },
      },
      {
        description: 'A command that reads what it is given',
        id: 'apply',
        name: 'Apply a namespace',
        input: {
          id: '${{ steps.lab.output.id }}',
          command: 'kubectl apply -f -',
          input:
            'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: preview\n',
        },
      },
      {
        description: 'A command with a value from the form',
        id: 'scale',
        name: 'Scale',
        input: {
          id: '${{ steps.lab.output.id }}',
          argv: [
            'kubectl',
            'scale',
            'deployment/web',
            '--replicas=${{ parameters.replicas }}',
          ],
        },
      },
      {
        description: 'A command whose end is looked at by a later step',
        id: 'look',
        name: 'Is there a deployment?',
        input: {
          id: '${{ steps.lab.output.id }}',
          command: 'kubectl get deployment web',
          allowFailure: true,
        },
      },
    ]),
    supportsDryRun: true,
    schema: {
      input: {
        id: labIdInput,
        command: z =>
          z
            .string({
              description:
                'A program and its arguments, quoted as for a shell. No shell runs it: there are no pipes, variables or redirections.',
            })
            .min(1)
            .optional(),
        argv: z =>
          z
            .array(z.string(), {
              description:
                'The program and its arguments as a list, in place of `command`: for values from parameters, which then need no quotes.',
            })
            .min(1)
            .optional(),
        input: z =>
          z
            .string({ description: 'What it reads from its standard input.' })
            .optional(),
        timeout: timeoutInput(
          'After what time it is ended; the portal’s default unless given',
        ),
        allowFailure: z =>
          z
            .boolean({
              description:
                'Whether the step succeeds also when the command ends with another exit code than 0; no unless given.',
            })
            .optional(),
      },
      output: {
        output: z =>
          z.string({ description: 'What it printed to its standard output.' }),
        error: z =>
          z.string({ description: 'What it printed to its standard error.' }),
        exitCode: z =>
          z.number({
            description: 'What it ended with; 124 when it timed out.',
          }),
      },
    },
    async handler(ctx) {
      const { argv, input, timeout, allowFailure = false } = ctx.input;
      const command = ctx.input.command ?? argv?.join(' ');
      if (!command || (ctx.input.command && argv)) {
        throw new InputError(
          'Give the step either "command", one line, or "argv", a list of the program and its arguments.',
        );
      }
      const id = readLabId(ctx.input.id);
      if (timeout) {
        parseDuration(timeout);
      }
      if (ctx.isDryRun) {
        ctx.logger.info(`Dry run: would run in lab ${id}: ${command}`);
        ctx.output('output', '');
        ctx.output('error', '');
        ctx.output('exitCode', 0);
        return;
      }
      ctx.logger.info(`$ ${command}`);
      const printed = { stdout: '', stderr: '' };
      const onLine = (line: string) => ctx.logger.info(line);
      const lines = {
        stdout: new LineSplitter(onLine),
        stderr: new LineSplitter(onLine),
      };
      const { exitCode, timedOut, truncated } = await run().catch(error => {
        throw ctx.signal?.aborted
          ? cancelledError(' while a command ran, which has ended it.')
          : explainFailure(`The command was not run in lab ${id}`, error);
      });
      ctx.output('output', printed.stdout);
      ctx.output('error', printed.stderr);
      ctx.output('exitCode', exitCode);
      if (truncated) {
        ctx.logger.warn('It printed more than the portal keeps.');
      }
      if (exitCode !== 0 && !allowFailure) {
        throw new Error(
          timedOut
            ? `The command was ended in lab ${id} because it timed out: give the step a longer timeout. ${command}`
            : `The command ended with exit code ${exitCode} in lab ${id}; its output is above. ${command}`,
        );
      }

      async function run() {
        const frames = access.labsOf(ctx).streamExec(
          id,
          {
            ...(argv ? { argv } : { command }),
            ...(input && { input }),
            ...(timeout && { timeout }),
          },
          { signal: ctx.signal },
        );
        try {
          for await (const frame of frames) {
            if (frame.type === 'exit') {
              return frame;
            }
            printed[frame.stream] += frame.text;
            lines[frame.stream].write(Buffer.from(frame.text));
          }
        } finally {
          lines.stdout.end();
          lines.stderr.end();
        }
        throw new Error('the portal did not say how it ended: run it again.');
      }
    },
  });
}
