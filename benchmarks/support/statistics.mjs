/** The value below which `p` percent of the values lie; undefined without values. */
export function percentile(values, p) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[
    Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))
  ];
}

export const median = values => percentile(values, 50);

/** The durations of `times` sequential calls of `run`, in milliseconds. */
export async function timed(times, run) {
  const took = [];
  for (let n = 0; n < times; n++) {
    const start = performance.now();
    await run(n);
    took.push(performance.now() - start);
  }
  return took;
}
