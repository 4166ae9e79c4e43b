import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { labsRouteRef } from '../../routes';
import { useTranslate } from '../../translation';

/** Leads from the home page to all labs of the user. */
export const MyLabsLink = () => {
  const t = useTranslate();
  const labsPath = useRouteRef(labsRouteRef)?.();
  return <>{labsPath && <Link href={labsPath}>{t('home.all')}</Link>}</>;
};
