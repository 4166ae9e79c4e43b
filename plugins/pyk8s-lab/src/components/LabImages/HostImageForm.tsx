import { Button, TextField } from '@backstage/ui';
import { useState } from 'react';
import { useTranslate } from '../../translation';
import styles from './LabImages.module.css';

/** Brings in an image that the lab host has. */
export const HostImageForm = ({
  patterns,
  onImage,
}: {
  /** Which may be had; a * stands for anything. */
  patterns: readonly string[];
  onImage: (image: string) => void;
}) => {
  const t = useTranslate();
  const [text, setText] = useState('');
  const image = text.trim();
  return (
    <form
      className={styles.hostImage}
      autoCapitalize="off"
      onSubmit={event => {
        event.preventDefault();
        if (image) {
          onImage(image);
          setText('');
        }
      }}
    >
      <TextField
        className={styles.hostImageField}
        label={t('images.host.label')}
        description={t('images.host.help', { patterns: [...patterns] })}
        value={text}
        onChange={setText}
        autoComplete="off"
        autoCorrect="off"
        spellCheck="false"
      />
      <Button type="submit" variant="secondary" isDisabled={!image}>
        {t('images.host.bringIn')}
      </Button>
    </form>
  );
};
