import type { LabImage } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { ButtonIcon } from '@backstage/ui';
import { RiFileCopyLine } from '@remixicon/react';
import { useCopy } from '../../hooks';
import { nameOf } from '../../images';
import { useTranslate } from '../../translation';
import styles from './LabImages.module.css';

/** The names of an image, each to be copied; its id where it has none. */
export const ImageNames = ({ image }: { image: LabImage }) => {
  const t = useTranslate();
  const copy = useCopy();
  const names = image.names.length > 0 ? image.names : [nameOf(image)];
  return (
    <div className={styles.names}>
      {names.map(name => (
        <span key={name} className={styles.name}>
          <span className={styles.mono}>{name}</span>
          <ButtonIcon
            aria-label={t('images.list.copyName', { name })}
            size="small"
            variant="tertiary"
            icon={<RiFileCopyLine />}
            onPress={() => copy(name, t('images.list.copiedName'))}
          />
        </span>
      ))}
    </div>
  );
};
