import { useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityInfoCard, useEntity } from '@backstage/plugin-catalog-react';
import { LAB_ID_ANNOTATION } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Flex, Link, Skeleton, Text, VisuallyHidden } from '@backstage/ui';
import {
  ClockOffsetProvider,
  type LabResult,
  useLab,
  useLabNotices,
} from '../../hooks';
import { labRouteRef } from '../../routes';
import { useTranslate } from '../../translation';
import { ErrorState } from '../common/ErrorState';
import { LiveIndicator } from '../common/LiveIndicator';
import { LabInShort } from './LabInShort';
import styles from './EntityLabCard.module.css';

const always = () => true;

/** Why there is no lab to show. */
type Absence = 'notFound' | 'gone' | 'hidden';

function absenceOf(result: LabResult): Absence | undefined {
  if (result.isGone) {
    return 'gone';
  }
  if (result.isHidden) {
    return 'hidden';
  }
  return result.isNotFound ? 'notFound' : undefined;
}

const Content = ({ result }: { result: LabResult }) => {
  const t = useTranslate();
  const { lab, state, retry, keep } = result;
  const absence = absenceOf(result);
  if (absence) {
    return (
      <div role="status">
        <Text as="p" weight="bold" className={styles.text}>
          {t(`entity.labCard.${absence}Title`)}
        </Text>
        <Text as="p" color="secondary" className={styles.text}>
          {t(`entity.labCard.${absence}Text`)}
        </Text>
      </div>
    );
  }
  if (lab) {
    return <LabInShort lab={lab} onChanged={keep} />;
  }
  if (state.error) {
    return <ErrorState error={state.error} what="lab" onRetry={retry} />;
  }
  return (
    <Flex direction="column" gap="3" aria-busy="true">
      <VisuallyHidden role="status">
        {t('entity.labCard.loading')}
      </VisuallyHidden>
      <Skeleton width={120} height={24} />
      <Skeleton width="100%" height={32} />
      <Skeleton width="100%" height={72} />
    </Flex>
  );
};

const FollowedLab = ({ id }: { id: string }) => {
  const t = useTranslate();
  const result = useLab(id);
  const announcement = useLabNotices(result.state, always);
  const labPath = useRouteRef(labRouteRef)?.({ id });
  const isThere = result.lab && !absenceOf(result);
  return (
    <ClockOffsetProvider value={result.state.clockOffsetMs}>
      <VisuallyHidden aria-live="polite">{announcement}</VisuallyHidden>
      <EntityInfoCard
        title={t('entity.labCard.title')}
        headerActions={
          isThere && <LiveIndicator connection={result.state.connection} />
        }
        footerActions={
          isThere &&
          labPath && <Link href={labPath}>{t('entity.labCard.open')}</Link>
        }
      >
        <Content result={result} />
      </EntityInfoCard>
    </ClockOffsetProvider>
  );
};

/** The lab behind the resource whose page it is. */
export const EntityLabCard = () => {
  const { entity } = useEntity();
  const id = entity.metadata.annotations?.[LAB_ID_ANNOTATION];
  // A new lab has nothing in common with the one before.
  return id ? <FollowedLab key={id} id={id} /> : null;
};
