import type { ClusterCommand } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** As people would write an argument, so that they see where each ends. */
function quoted(argument: string): string {
  return argument === '' || /[\s"'\\]/.test(argument)
    ? JSON.stringify(argument)
    : argument;
}

/** What a simulated lab prints in the place of a command. */
export function simulatedOutput({ argv, input }: ClusterCommand): string {
  const line = argv.map(quoted).join(' ');
  const reading =
    input === undefined
      ? ''
      : ` (with ${Buffer.byteLength(input)} bytes to read)`;
  return `simulated lab: this would run: ${line}${reading}\n`;
}

/** Whether a command goes on until it is ended, as one that watches does. */
export function isEndless({ argv }: ClusterCommand): boolean {
  return argv.some(argument =>
    ['-w', '--watch', '--watch=true', '--watch-only'].includes(argument),
  );
}
