import { Alert, Badge, Box, Flex, Text } from '@backstage/ui';
import type {
  Lab,
  LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useTranslate } from '../../translation';
import styles from './Simulated.module.css';

/** Marks a simulated lab, which has no cluster. */
export const SimulatedBadge = () => {
  const t = useTranslate();
  return <Badge title={t('simulated.badgeHint')}>{t('simulated.badge')}</Badge>;
};

/** Says that something here is not backed by a real cluster. */
export const MadeUpNote = ({ text }: { text: string }) => (
  <Flex align="center" gap="2">
    <SimulatedBadge />
    <Text as="p" color="secondary" className={styles.note}>
      {text}
    </Text>
  </Flex>
);

/** Says that labs are simulated, and how to get real ones. */
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
