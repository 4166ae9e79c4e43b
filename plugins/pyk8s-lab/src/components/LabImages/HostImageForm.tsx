import { Button, TextField } from '@backstage/ui';
import { useState } from 'react';
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
        label="Image of the lab host"
        description={`Without sending anything, where the lab host has it already. Allowed: ${patterns.join(
          ', ',
        )}`}
        value={text}
        onChange={setText}
        autoComplete="off"
        autoCorrect="off"
        spellCheck="false"
      />
      <Button type="submit" variant="secondary" isDisabled={!image}>
        Bring it in
      </Button>
    </form>
  );
};
