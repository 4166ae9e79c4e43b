import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Text } from '@backstage/ui';
import { cliCommandOf, type CliRoute } from '../../labs';
import { useTranslate } from '../../translation';
import { CopyBlock } from '../CopyBlock';
import styles from './CliCommands.module.css';

const ROUTES: readonly CliRoute[] = ['direct', 'portal'];

/** The commands of the CLI that make kubectl use a lab, each by its route. */
export const CliCommands = ({ lab }: { lab: Lab }) => {
  const t = useTranslate();
  return (
    <div className={styles.commands}>
      {ROUTES.map(route => (
        <div key={route}>
          <Text
            as="p"
            variant="body-small"
            color="secondary"
            className={styles.text}
          >
            {t(`connection.cli.${route}Help`)}
          </Text>
          <CopyBlock
            text={cliCommandOf(lab, route)}
            what={t(`connection.cli.${route}`)}
          />
        </div>
      ))}
    </div>
  );
};
