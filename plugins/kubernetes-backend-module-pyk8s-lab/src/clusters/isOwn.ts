import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** Whether a lab is somebody's own, rather than of a group or of another. */
export function isOwn({ owner }: Pick<Lab, 'owner'>, userRef: string): boolean {
  // Labs have their owners in lower case, whatever a sign-in makes of a name.
  return owner === userRef.toLocaleLowerCase('en-US');
}
