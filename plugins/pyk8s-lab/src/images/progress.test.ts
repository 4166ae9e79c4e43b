import { aJob } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common/testUtils';
import type { ImageImport } from './ImageImports';
import { progressRows } from './progress';

const ADA = 'user:default/ada';
const BUSY = { why: 'other', message: 'Busy' } as const;

const anImport = (changes: Partial<ImageImport> = {}): ImageImport => ({
  id: 1,
  name: 'app.tar',
  file: new File(['x'], 'app.tar'),
  phase: 'sending',
  refusals: 0,
  earlierJobs: new Set(),
  ...changes,
});

/** What each row is of: an import, a job, or both. */
const rowsOf = (...args: Parameters<typeof progressRows>) =>
  progressRows(...args).map(row =>
    row.kind === 'job'
      ? [row.job.id, row.import?.id].filter(Boolean).join('+')
      : `import ${row.import.id}`,
  );

describe('progressRows', () => {
  it('makes one row of an import and its job', () => {
    expect(rowsOf([anImport()], [], ADA)).toEqual(['import 1']);
    expect(rowsOf([anImport()], [aJob()], ADA)).toEqual(['job-1+1']);
  });

  it('takes the job of nobody else, of nothing else and of no time before', () => {
    const jobs = [
      aJob({ id: 'hers', createdBy: 'user:default/grace' }),
      aJob({ id: 'portals', createdBy: undefined, type: 'images.spread' }),
      aJob({ id: 'before' }),
    ];
    expect(
      rowsOf([anImport({ earlierJobs: new Set(['before']) })], jobs, ADA),
    ).toEqual(['import 1', 'hers', 'portals', 'before']);
    expect(rowsOf([anImport()], jobs, undefined)[0]).toBe('import 1');
  });

  it('finds the job of what has failed by its name only', () => {
    const failed = anImport({ phase: 'failed', failure: BUSY });
    const other = aJob({ title: 'Bring in other.tar' });
    expect(rowsOf([failed], [other], ADA)).toEqual(['import 1', 'job-1']);
    // While it is sent there is no other one.
    expect(rowsOf([anImport()], [other], ADA)).toEqual(['job-1+1']);
    expect(rowsOf([failed], [aJob({ status: 'FAILED' })], ADA)).toEqual([
      'job-1+1',
    ]);
  });

  it('gives a job to the last of those with one name', () => {
    const refused = anImport({ phase: 'failed', failure: BUSY });
    expect(rowsOf([refused, anImport({ id: 2 })], [aJob()], ADA)).toEqual([
      'import 1',
      'job-1+2',
    ]);
  });

  it('gives none to what was never sent', () => {
    const waiting = anImport({ phase: 'waiting', earlierJobs: undefined });
    expect(rowsOf([waiting], [aJob()], ADA)).toEqual(['import 1', 'job-1']);
  });

  it('shows all that run, and the last few that have ended', () => {
    const ended = Array.from({ length: 9 }, (_, index) =>
      aJob({ id: `ended-${index}`, status: 'SUCCEEDED' }),
    );
    const rows = rowsOf([], [...ended, aJob({ id: 'long' })], ADA);
    expect(rows).toEqual([...[0, 1, 2, 3, 4].map(n => `ended-${n}`), 'long']);
  });
});
