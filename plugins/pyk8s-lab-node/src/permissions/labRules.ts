import {
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import {
  LAB_STATUSES,
  RESOURCE_TYPE_LAB,
  type LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { z } from 'zod';
import { matchesLab, type LabFilter, type LabResource } from './labFilter';

/**
 * Labs in the permission system: rules of your own are made with it.
 * @public
 */
export const labPermissionResourceRef = createPermissionResourceRef<
  LabResource,
  LabFilter
>().with({ pluginId: 'pyk8s-lab', resourceType: RESOURCE_TYPE_LAB });

// A rule is written once, as a filter; in memory the same filter is applied. So
// a list and a look at one lab can never disagree.
const ownedBy = ({ claims }: { claims: string[] }): LabFilter => ({
  // Owners are stored in lower case, and a policy may have been typed by hand.
  owners: claims.map(claim => claim.toLocaleLowerCase('en-US')),
});
const inStatus = ({ statuses }: LabStatusParams): LabFilter => ({
  statuses,
});

/**
 * What the rule `HAS_STATUS` is asked with. It has a name, since what is inferred
 * would spell every status out, in an order that differs from one compilation to
 * the next.
 * @public
 */
export type LabStatusParams = { statuses: LabStatus[] };

const statusParams: z.ZodType<LabStatusParams, LabStatusParams> = z.object({
  statuses: z.array(z.enum(LAB_STATUSES)).describe('Such as RUNNING'),
});

const isOwner = createPermissionRule({
  name: 'IS_OWNER',
  description: 'Labs whose owner is one of the claims',
  resourceRef: labPermissionResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe('Entity refs, such as a user and the groups of the user'),
  }),
  apply: (lab, params) => matchesLab(ownedBy(params), lab),
  toQuery: ownedBy,
});

const hasStatus = createPermissionRule({
  name: 'HAS_STATUS',
  description: 'Labs that have one of the statuses now',
  resourceRef: labPermissionResourceRef,
  paramsSchema: statusParams,
  apply: (lab, params) => matchesLab(inStatus(params), lab),
  toQuery: inStatus,
});

const SIMULATED: LabFilter = { simulated: true };

const isSimulated = createPermissionRule({
  name: 'IS_SIMULATED',
  description: 'Labs that have no real cluster',
  resourceRef: labPermissionResourceRef,
  paramsSchema: undefined,
  apply: lab => matchesLab(SIMULATED, lab),
  toQuery: () => SIMULATED,
});

/**
 * What a permission policy can ask about labs.
 * @public
 */
export const labRules = { isOwner, hasStatus, isSimulated };
