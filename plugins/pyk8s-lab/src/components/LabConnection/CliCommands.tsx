import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import { discoveryApiRef, useApi } from '@backstage/frontend-plugin-api';
import useAsync from 'react-use/esm/useAsync';
import { cliCommandOf, type CliRoute } from '../../labs';
import { useTranslate } from '../../translation';
import { CopyBlock } from '../common/CopyBlock';
import styles from './CliCommands.module.css';

/**
 * Whether the portal's API is served over https, without which kubectl sends no
 * credentials; undefined until it is known.
 */
function usePortalIsHttps(): boolean | undefined {
  const discoveryApi = useApi(discoveryApiRef);
  const { value } = useAsync(
    () => discoveryApi.getBaseUrl('pyk8s-lab'),
    [discoveryApi],
  );
  return value === undefined
    ? undefined
    : new URL(value, window.location.href).protocol === 'https:';
}

const Help = ({ children }: { children: ReactNode }) => (
  <Text as="p" variant="body-small" color="secondary" className={styles.text}>
    {children}
  </Text>
);

/** The commands of the CLI that make kubectl use a lab, each by its route. */
export const CliCommands = ({ lab }: { lab: Lab }) => {
  const t = useTranslate();
  const isHttps = usePortalIsHttps();
  const routes: CliRoute[] = isHttps ? ['direct', 'portal'] : ['direct'];
  return (
    <div className={styles.commands}>
      {routes.map(route => (
        <div key={route}>
          <Help>{t(`connection.cli.${route}Help`)}</Help>
          <CopyBlock
            text={cliCommandOf(lab, route)}
            what={t(`connection.cli.${route}`)}
          />
        </div>
      ))}
      {isHttps === false && <Help>{t('connection.cli.needsHttps')}</Help>}
    </div>
  );
};
