import type { LabOptions } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert } from '@backstage/ui';
import { useTranslate } from '../../translation';

/** Says that labs are not real, and how to get real ones. */
export const SimulatedBanner = ({
  title,
  options,
}: {
  title: string;
  /** What the server says of its providers, once it is known. */
  options?: LabOptions;
}) => {
  const t = useTranslate();
  const real = options?.providers.find(
    provider => !provider.simulated && provider.available,
  );
  // The simulated provider says what it is, an unavailable one why it is so.
  const messages = real
    ? [t('simulated.chooseProvider', { provider: real.title })]
    : (options?.providers ?? [])
        .filter(provider => provider.simulated || !provider.available)
        .flatMap(provider => provider.message ?? []);
  return (
    <Alert
      status="warning"
      icon
      title={title}
      description={
        [...new Set(messages)].join(' ') || t('simulated.needsDocker')
      }
    />
  );
};
