import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import { usePortalIsHttps } from '../../hooks';
import { cliCommandOf, type CliRoute } from '../../labs';
import { useTranslate } from '../../translation';
import { CopyBlock } from '../CopyBlock';
import styles from './CliCommands.module.css';

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
