import { Alert } from '@backstage/ui';
import { useTranslate } from '../../translation';

/** Reminds administrators that they look at other people's labs. */
export const AdminNote = () => {
  const t = useTranslate();
  return (
    <Alert
      status="info"
      icon
      mb="4"
      title={t('labsPage.adminTitle')}
      description={t('labsPage.adminText')}
    />
  );
};
