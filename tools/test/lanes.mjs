/**
 * Runs lanes side by side; the suites of one lane run one after the other, in their order.
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
 * The lanes of a stage with those suites alone that were chosen.
 * @param {object[][]} lanes
 * @param {Set<object>} chosen
 */
export const chosenLanes = (lanes, chosen) =>
  lanes
    .map(suites => suites.filter(suite => chosen.has(suite)))
    .filter(suites => suites.length > 0);
