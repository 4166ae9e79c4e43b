import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { LabImage } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { ButtonLink, Select, Text } from '@backstage/ui';
import { RiTerminalBoxLine } from '@remixicon/react';
import { useState } from 'react';
import { useConsole } from '../../hooks';
import { commandFor } from '../../images';
import { labRouteRef } from '../../routes';
import { useTranslate } from '../../translation';
import { CopyBlock } from '../common/CopyBlock';
import styles from './LabImages.module.css';

/** How to run an imported image; nothing when there is none. */
export const ImageUse = ({
  labId,
  images,
  mayRun,
}: {
  labId: string;
  images: readonly LabImage[];
  /** The person may run kubectl in the lab. */
  mayRun: boolean;
}) => {
  const t = useTranslate();
  const base = useRouteRef(labRouteRef)?.({ id: labId }) ?? '';
  const { session } = useConsole(labId);
  const [chosen, setChosen] = useState<string>();
  const names = images.flatMap(image => (image.imported ? image.names : []));
  const name = names.find(one => one === chosen) ?? names[0];
  if (!name) {
    return null;
  }
  const command = commandFor(name);
  return (
    <section aria-label={t('images.use.title')} className={styles.use}>
      <Text as="h3" variant="body-large" weight="bold">
        {t('images.use.title')}
      </Text>
      <Text as="p" color="secondary" className={styles.note}>
        {t('images.use.help')}
      </Text>
      {names.length > 1 && (
        <Select
          label={t('images.use.image')}
          className={styles.chosen}
          options={names.map(one => ({ id: one, label: one }))}
          value={name}
          onChange={next => setChosen(String(next))}
        />
      )}
      <CopyBlock text={command} what={t('images.use.command')} />
      {mayRun && (
        <div>
          <ButtonLink
            size="small"
            variant="secondary"
            iconStart={<RiTerminalBoxLine />}
            href={`${base}/console`}
            onPress={() => session.edit({ command, hasInput: false })}
          >
            {t('images.use.intoConsole')}
          </ButtonLink>
        </div>
      )}
    </section>
  );
};
