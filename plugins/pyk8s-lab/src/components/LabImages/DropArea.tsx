import { Button, Text } from '@backstage/ui';
import { RiUpload2Line } from '@remixicon/react';
import { type DragEvent, useId, useRef, useState } from 'react';
import { formatSize, useTranslate } from '../../translation';
import styles from './LabImages.module.css';

const hasFiles = ({ dataTransfer }: DragEvent) =>
  [...dataTransfer.types].includes('Files');

/** Takes image archives, dropped or chosen. */
export const DropArea = ({
  maxBytes,
  platform,
  onFiles,
}: {
  /** How large an archive may be, uncompressed. */
  maxBytes: number;
  /** What images have to be made for; undefined until it is known. */
  platform: string | undefined;
  onFiles: (files: File[]) => void;
}) => {
  const t = useTranslate();
  const input = useRef<HTMLInputElement>(null);
  const helpId = useId();
  // Counted, since the parts of the area are entered and left, too.
  const [depth, setDepth] = useState(0);

  const facts = {
    command: <code>docker save -o app.tar app:1.0</code>,
    size: formatSize(t, maxBytes),
  };

  const take = (files: FileList | null) => {
    if (files && files.length > 0) {
      onFiles([...files]);
    }
  };
  return (
    <div
      role="group"
      aria-label={t('images.drop.label')}
      className={`${styles.drop} ${depth > 0 ? styles.over : ''}`}
      onDragEnter={event => hasFiles(event) && setDepth(count => count + 1)}
      onDragLeave={event => hasFiles(event) && setDepth(count => count - 1)}
      onDragOver={event => {
        if (hasFiles(event)) {
          // Else the browser would open the file in place of the portal.
          event.preventDefault();
        }
      }}
      onDrop={event => {
        event.preventDefault();
        setDepth(0);
        take(event.dataTransfer.files);
      }}
    >
      <RiUpload2Line size={32} aria-hidden="true" />
      <Text as="p" weight="bold" className={styles.line}>
        {depth > 0 ? t('images.drop.now') : t('images.drop.here')}
      </Text>
      <Button
        variant="secondary"
        aria-describedby={helpId}
        onPress={() => input.current?.click()}
      >
        {t('images.drop.choose')}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('images.drop.input')}
        onChange={event => {
          take(event.target.files);
          // The same file can be chosen again.
          event.target.value = '';
        }}
      />
      <Text
        as="p"
        id={helpId}
        variant="body-small"
        color="secondary"
        className={styles.line}
      >
        {platform
          ? t('images.drop.helpWithPlatform', { ...facts, platform })
          : t('images.drop.help', facts)}
      </Text>
    </div>
  );
};
