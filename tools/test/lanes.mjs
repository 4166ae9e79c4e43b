/**
 * Runs lanes concurrently; the suites of one lane run in order, one at a time.
 * @param {object[][]} lanes
 * @param {(suite: object) => Promise<void>} runOne never rejects
 */
export async function runLanes(lanes, runOne) {
  await Promise.all(
    lanes.map(async suites => {
      for (const suite of suites) {
        await runOne(suite);
      }
    }),
  );
}

/**
 * The lanes of a stage with only the chosen suites.
 * @param {object[][]} lanes
 * @param {Set<object>} chosen
 */
export const chosenLanes = (lanes, chosen) =>
  lanes
    .map(suites => suites.filter(suite => chosen.has(suite)))
    .filter(suites => suites.length > 0);
