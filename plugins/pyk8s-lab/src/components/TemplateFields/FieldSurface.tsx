import { Box } from '@backstage/ui';
import type { ReactNode } from 'react';

/**
 * The surface that a field stands out from. The forms of templates are not of
 * this library, which does not know the colour of what is behind its fields.
 */
export const FieldSurface = ({ children }: { children: ReactNode }) => (
  <Box bg="neutral">{children}</Box>
);
