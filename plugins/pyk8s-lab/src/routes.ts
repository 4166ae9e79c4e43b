import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** The page with all labs. */
export const labsRouteRef = createRouteRef();

/** The page of one lab. */
export const labRouteRef = createSubRouteRef({
  parent: labsRouteRef,
  path: '/:id',
});
