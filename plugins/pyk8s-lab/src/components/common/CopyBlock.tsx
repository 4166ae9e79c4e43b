import { ButtonIcon } from '@backstage/ui';
import { RiFileCopyLine } from '@remixicon/react';
import { useCopy } from '../../hooks';
import { useTranslate } from '../../translation';
import styles from './CopyBlock.module.css';

/** Text in a fixed-width font that can be copied as a whole. */
export const CopyBlock = ({
  text,
  what,
}: {
  text: string;
  /** What the text is, such as "The commands". */
  what: string;
}) => {
  const t = useTranslate();
  const copy = useCopy();
  return (
    <div className={styles.block}>
      <pre className={styles.text} role="group" aria-label={what}>
        {text}
      </pre>
      <ButtonIcon
        aria-label={t('copyBlock.copy', { what })}
        variant="tertiary"
        icon={<RiFileCopyLine />}
        onPress={() => copy(text, what)}
      />
    </div>
  );
};
