/**
 * Ends process groups whose parent has ended, even if it was killed with SIGKILL: the
 * operating system closes the parent's end of this pipe.
 * Reads a line `+PID` for each group that starts, and `-PID` for each that has ended.
 */
import { eachLine } from './eachLine.mjs';
import { endGroup, groupExists } from './processGroup.mjs';

/** Short, since nobody waits for processes without a parent. */
const GRACE_MS = 5_000;

/** Groups that have ended are forgotten, since their numbers may be reused. */
const LOOK_EVERY_MS = 2_000;

const groups = new Set();
const lines = eachLine(line => {
  const group = Number(line.slice(1));
  if (line.startsWith('+')) {
    groups.add(group);
  } else {
    groups.delete(group);
  }
});

setInterval(() => {
  for (const group of groups) {
    if (!groupExists(group)) {
      groups.delete(group);
    }
  }
}, LOOK_EVERY_MS).unref();

process.stdin.setEncoding('utf8');
process.stdin.on('data', lines.write);
process.stdin.on('end', () =>
  Promise.all(
    Array.from(groups, group => endGroup(group, { graceMs: GRACE_MS })),
  ),
);
