/** The first file of the archive: what is what. */
export function readme(labName: string, madeAt: Date): string {
  return `Logs of the lab "${labName}", gathered on ${madeAt.toISOString()}.

lab.json
  The lab, as the portal's API shows it.
activity.jsonl
  What happened to it, the oldest first: one event in JSON on each line.
provisioning/attempt-<n>.log
  What was printed while its cluster was made, for each attempt. An attempt that was
  interrupted and taken up again has several: attempt-1.log, attempt-1-2.log.
cluster/
  What the cluster's nodes and containers have logged, with a folder for each node.
  What would tell of the machine that the lab runs on is not among it.
TRUNCATED.txt
  Only there when this archive does not have everything: what is left out, and why.

All times are in UTC, unless a log says otherwise. Secrets that could be recognised
in the logs of the cluster are written as [redacted]; what your own programs have
logged may still hold some: look before you pass this archive on.
`;
}

export const README = 'README.txt';
export const TRUNCATED = 'TRUNCATED.txt';
/** In the place of the cluster's logs. */
export const NOT_EXPORTED = 'NOT-EXPORTED.txt';
