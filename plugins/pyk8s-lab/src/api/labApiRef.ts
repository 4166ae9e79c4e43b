import { createApiRef } from '@backstage/frontend-plugin-api';
import type { LabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/**
 * The API of the labs backend, with the credentials of the signed-in user.
 * @public
 */
export const labApiRef = createApiRef<LabApi>({ id: 'plugin.pyk8s-lab.labs' });
