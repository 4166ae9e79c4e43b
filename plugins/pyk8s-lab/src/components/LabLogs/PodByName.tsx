import { Button, TextField } from '@backstage/ui';
import { useState } from 'react';
import styles from './LabLogs.module.css';

const countFormat = new Intl.NumberFormat();

/** A pod as people write it, with its namespace unless that is the default. */
function podIn(text: string): { namespace: string; pod: string } | undefined {
  const [, namespace = 'default', pod] =
    /^(?:([^\s/]+)\/)?([^\s/]+)$/.exec(text.trim()) ?? [];
  return pod ? { namespace, pod } : undefined;
}

/** Chooses a pod that is not among those that are listed. */
export const PodByName = ({
  listed,
  onChoose,
}: {
  /** How many pods are listed. */
  listed: number;
  onChoose: (name: { namespace: string; pod: string }) => void;
}) => {
  const [text, setText] = useState('');
  const chosen = podIn(text);
  return (
    <form
      className={styles.byName}
      onSubmit={event => {
        event.preventDefault();
        if (chosen) {
          onChoose(chosen);
        }
      }}
    >
      <TextField
        className={styles.widePicker}
        label="Another pod"
        secondaryLabel={`only ${countFormat.format(listed)} are listed`}
        placeholder="namespace/name"
        value={text}
        onChange={setText}
        autoComplete="off"
        spellCheck="false"
      />
      <Button type="submit" variant="secondary" isDisabled={!chosen}>
        Show
      </Button>
    </form>
  );
};
