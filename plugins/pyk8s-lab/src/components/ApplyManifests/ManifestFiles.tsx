import { Button, Text } from '@backstage/ui';
import { useRef } from 'react';
import { useTranslate } from '../../translation';
import styles from './ApplyManifests.module.css';

const ACCEPTED = '.yaml,.yml,.json,.tar,.tgz,.tar.gz';

/** Takes files of manifests, or one archive of them. */
export const ManifestFiles = ({
  files,
  onChange,
}: {
  files: readonly File[];
  onChange: (files: readonly File[]) => void;
}) => {
  const t = useTranslate();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div role="group" aria-label={t('apply.files')} className={styles.files}>
      <div className={styles.head}>
        <Button variant="secondary" onPress={() => input.current?.click()}>
          {t('apply.choose')}
        </Button>
        {files.length > 0 && (
          <Button variant="tertiary" onPress={() => onChange([])}>
            {t('apply.removeFiles')}
          </Button>
        )}
        <Text
          as="p"
          variant="body-small"
          color="secondary"
          className={styles.note}
        >
          {t('apply.filesHelp')}
        </Text>
      </div>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPTED}
        aria-label={t('apply.files')}
        onChange={event => {
          onChange([...files, ...(event.target.files ?? [])]);
          // The same file can be chosen again.
          event.target.value = '';
        }}
      />
      {files.length > 0 && (
        <Text as="p" className={styles.chosen}>
          {t('apply.chosen', { names: files.map(({ name }) => name) })}
        </Text>
      )}
    </div>
  );
};
