import type {
  Lab,
  LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Box } from '@backstage/ui';
import { SimulatedBanner } from './SimulatedBanner';

/** Says so where labs of a page are simulated, or where new ones will be. */
export const SimulatedLabsBanner = ({
  labs,
  options,
}: {
  labs: Lab[];
  options: LabOptions | undefined;
}) => {
  const isDefault = options?.providers.some(
    provider => provider.isDefault && provider.simulated,
  );
  if (!isDefault && !labs.some(lab => lab.simulated)) {
    return null;
  }
  return (
    <Box mb="4">
      <SimulatedBanner
        title={
          isDefault
            ? 'Labs are simulated on this portal: no cluster stands behind them'
            : 'Some of these labs are simulated: no cluster stands behind them'
        }
        options={options}
      />
    </Box>
  );
};
