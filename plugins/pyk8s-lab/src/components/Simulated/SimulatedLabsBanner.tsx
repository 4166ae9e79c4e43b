import type {
  Lab,
  LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Box } from '@backstage/ui';
import { useTranslate } from '../../translation';
import { SimulatedBanner } from './SimulatedBanner';

/** Says so where labs of a page are simulated, or where new ones will be. */
export const SimulatedLabsBanner = ({
  labs,
  options,
}: {
  labs: Lab[];
  options: LabOptions | undefined;
}) => {
  const t = useTranslate();
  const isDefault = options?.providers.some(
    provider => provider.isDefault && provider.simulated,
  );
  if (!isDefault && !labs.some(lab => lab.simulated)) {
    return null;
  }
  return (
    <Box mb="4">
      <SimulatedBanner
        title={isDefault ? t('simulated.allLabs') : t('simulated.someLabs')}
        options={options}
      />
    </Box>
  );
};
