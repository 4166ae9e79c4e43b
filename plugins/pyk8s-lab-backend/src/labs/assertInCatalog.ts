import { InputError } from '@backstage/errors';
import type { LabCaller } from '../callers/LabCaller';
import type { LabCatalog } from './LabCatalog';

/** Whose a lab is, and what it is for. */
interface Links {
  readonly ownerRef?: string;
  readonly componentRef?: string;
}

/**
 * Refuses an owner or a component that the catalog does not have.
 *
 * A component must be one that the caller may see: what is hidden from the caller
 * does not exist here either. An owner need not be, since portals hide groups from
 * people who may give labs to them; so ask only after all else has been checked,
 * when the answer "it exists" costs the caller the lab.
 *
 * @param wanted - the fields to set
 * @param current - as it is; what stays is not asked for
 * @throws InputError saying what to write instead, or ServiceUnavailableError
 */
export async function assertInCatalog(
  catalog: LabCatalog,
  caller: LabCaller,
  wanted: Links,
  current: Links = {},
): Promise<void> {
  const { ownerRef, componentRef } = wanted;
  if (
    componentRef &&
    componentRef !== current.componentRef &&
    !(await catalog.has(
      componentRef,
      // A service's token may be restricted to labs, and then asks nothing else.
      caller.isService ? undefined : caller.credentials,
    ))
  ) {
    throw new InputError(
      `The component "${componentRef}" is not in the catalog: check its name, or register it in the catalog first.`,
    );
  }
  if (
    ownerRef &&
    ownerRef !== current.ownerRef &&
    // A sign-in resolver may issue refs that the catalog does not have.
    !caller.ownershipRefs.includes(ownerRef) &&
    !(await catalog.has(ownerRef))
  ) {
    throw new InputError(
      `The owner "${ownerRef}" is not in the catalog: choose a user or a group that it has.`,
    );
  }
}
