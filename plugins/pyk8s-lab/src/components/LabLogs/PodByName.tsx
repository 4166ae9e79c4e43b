import { Button, TextField } from '@backstage/ui';
import { useState } from 'react';
import { useTranslate } from '../../translation';
import styles from './LabLogs.module.css';

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
  const t = useTranslate();
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
        label={t('logs.choice.anotherPod')}
        secondaryLabel={t('logs.choice.listedPods', { count: listed })}
        placeholder={t('logs.choice.podPlaceholder')}
        value={text}
        onChange={setText}
        autoComplete="off"
        spellCheck="false"
      />
      <Button type="submit" variant="secondary" isDisabled={!chosen}>
        {t('logs.choice.showPod')}
      </Button>
    </form>
  );
};
