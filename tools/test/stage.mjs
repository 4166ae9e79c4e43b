/**
 * Runs suites side by side, no more than `limit` at once; one with `after` waits for that suite.
 * @param {{id: string, after?: string}[]} suites
 * @param {number} limit
 * @param {(suite: object) => Promise<void>} runOne never rejects
 */
export async function runStage(suites, limit, runOne) {
  const waiting = [...suites];
  const unfinished = new Set(suites.map(suite => suite.id));
  const running = new Set();
  while (waiting.length > 0 || running.size > 0) {
    const next = waiting.findIndex(({ after }) => !unfinished.has(after));
    if (next >= 0 && running.size < limit) {
      const [suite] = waiting.splice(next, 1);
      const work = runOne(suite).finally(() => {
        unfinished.delete(suite.id);
        running.delete(work);
      });
      running.add(work);
    } else if (running.size > 0) {
      await Promise.race(running);
    } else {
      throw new Error(
        `these suites wait for each other: ${waiting.map(({ id }) => id)}`,
      );
    }
  }
}
