import { SetupError } from '../common/SetupError.mjs';

const USAGE = `npm test -- [options]
  --only <suites>   run only these, separated by commas
  --skip <suites>   leave these out
  --require-all     fail when a suite cannot run here (so does CI=true)
  --list            name the suites and end`;

const listOf = text => text.split(',').map(id => id.trim());

/**
 * The options of `npm test`.
 * @param {string[]} args
 * @param {string[]} known the ids of all suites
 */
export function parseOptions(args, known, env) {
  const options = {
    ids: known,
    requireAll: env.CI === 'true' || env.CI === '1',
    list: false,
  };
  const rest = args.flatMap(arg => {
    const [, flag, value] = /^(--\w[\w-]*)=(.*)$/.exec(arg) ?? [];
    return flag ? [flag, value] : [arg];
  });
  const suites = flag => {
    const ids = listOf(rest.shift() ?? '');
    const unknown = ids.filter(id => !known.includes(id));
    if (unknown.length > 0) {
      throw new SetupError(
        `${flag} names no suite: ${unknown.join(', ') || '(nothing)'}.`,
        `name some of: ${known.join(', ')}.`,
      );
    }
    return ids;
  };
  while (rest.length > 0) {
    const flag = rest.shift();
    if (flag === '--only') {
      const only = suites(flag);
      options.ids = options.ids.filter(id => only.includes(id));
    } else if (flag === '--skip') {
      const skipped = suites(flag);
      options.ids = options.ids.filter(id => !skipped.includes(id));
    } else if (flag === '--require-all') {
      options.requireAll = true;
    } else if (flag === '--list') {
      options.list = true;
    } else {
      throw new SetupError(`npm test has no option ${flag}.`, USAGE);
    }
  }
  return options;
}
