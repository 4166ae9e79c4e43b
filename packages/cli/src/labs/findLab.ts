import {
  labPages,
  type Lab,
  type LabApi,
  type LabListQuery,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { CliError, EXIT } from '../errors';
import { isOwner } from './names';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** All pages of a list of labs. */
export async function listAll(
  labs: Pick<LabApi, 'listLabs'>,
  query: LabListQuery,
): Promise<Lab[]> {
  const found: Lab[] = [];
  for await (const page of labPages(labs, query)) {
    found.push(...page);
  }
  return found;
}

/**
 * Finds the lab that the user means.
 *
 * @param typed - its id, its name, or "owner/name"
 * @param owner - the owner, if `typed` does not include it
 * @throws CliError when none or several match
 */
export async function findLab(
  labs: Pick<LabApi, 'getLab' | 'listLabs' | 'getOptions'>,
  typed: string,
  owner?: string,
): Promise<Lab> {
  if (UUID.test(typed)) {
    return labs.getLab(typed);
  }
  const slash = typed.lastIndexOf('/');
  const name = typed.slice(slash + 1);
  const wanted = slash < 0 ? owner : typed.slice(0, slash);
  if (!/^[a-z0-9-]+$/.test(name)) {
    throw new CliError(
      `"${typed.slice(
        0,
        100,
      )}" is neither a lab's name nor its id: "pyk8s cluster list" shows both.`,
      EXIT.usage,
    );
  }
  const named = (await listAll(labs, { q: name })).filter(
    lab => lab.name === name,
  );
  const owners =
    wanted === undefined ? (await labs.getOptions()).owners : [wanted];
  const found = named.filter(lab =>
    owners.some(each => isOwner(lab.owner, each)),
  );
  if (found.length === 1) {
    return found[0];
  }
  if (found.length > 1) {
    throw new CliError(
      `There are ${found.length} labs named ${name}: ${candidates(
        found,
      )}. Say whose with "owner/${name}" or --owner, or give the id.`,
      EXIT.usage,
    );
  }
  throw new CliError(explainNone(name, wanted, named), EXIT.notFound);
}

function explainNone(
  name: string,
  wanted: string | undefined,
  others: readonly Lab[],
): string {
  const whose = wanted === undefined ? '' : ` of ${wanted}`;
  return others.length > 0
    ? `There is no lab ${name}${
        whose || ' of yours'
      }; others have one: ${candidates(
        others,
      )}. Say whose with "owner/${name}" or --owner, or give the id.`
    : `There is no lab ${name}${whose}: "pyk8s cluster list" shows yours.`;
}

function candidates(labs: readonly Lab[]): string {
  return labs
    .map(({ owner, name, id }) => `${owner}/${name} (${id})`)
    .join(', ');
}
