import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RESULTS_DIR, fromRoot } from '../../common/paths.mjs';
import { countPlaywright, noCounts } from '../counts.mjs';
import { playwrightTimes } from '../times.mjs';

/** Runs what a Playwright config names, and counts it. */
export async function runPlaywright(context, { id, config, env }) {
  if (!existsSync(fromRoot(config))) {
    return { ...noCounts(), problems: [`there is no ${config}`] };
  }
  const file = join(RESULTS_DIR, `${id}.json`);
  await rm(file, { force: true });
  const { code } = await context.run(
    'playwright',
    ['test', `--config=${config}`, '--reporter=list,json'],
    {
      env: {
        ...context.env,
        ...env,
        PLAYWRIGHT_JSON_OUTPUT_FILE: file,
        PLAYWRIGHT_JSON_OUTPUT_NAME: file,
        PYK8S_LAB_REQUIRE_KIND: '1',
      },
    },
  );
  try {
    const report = JSON.parse(await readFile(file, 'utf8'));
    return {
      ...countPlaywright(report),
      times: playwrightTimes(report),
      code,
    };
  } catch {
    return { ...noCounts(), code, problems: ['playwright wrote no report'] };
  }
}
