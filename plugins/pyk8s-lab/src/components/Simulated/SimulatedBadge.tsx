import { Badge } from '@backstage/ui';
import { useTranslate } from '../../translation';

/** Marks a lab behind which there is no cluster. */
export const SimulatedBadge = () => {
  const t = useTranslate();
  return <Badge title={t('simulated.badgeHint')}>{t('simulated.badge')}</Badge>;
};
