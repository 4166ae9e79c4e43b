import type { LabImageList } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, Button, SearchField, Skeleton, Text } from '@backstage/ui';
import { RiRefreshLine } from '@remixicon/react';
import { useMemo, useState } from 'react';
import { messageOf } from '../../api';
import type { Answer } from '../../hooks';
import { filterImages } from '../../images';
import { useTranslate } from '../../translation';
import { ErrorState } from '../common/ErrorState';
import { ImageTable } from './ImageTable';
import { ImageUse } from './ImageUse';
import styles from './LabImages.module.css';

/** The images that the nodes of a lab have, with what was typed in their names. */
export const ImageList = ({
  labId,
  mayRun,
  images: { value: list, error, isLoading, refresh },
}: {
  labId: string;
  /** The person may run kubectl in the lab. */
  mayRun: boolean;
  images: Answer<LabImageList>;
}) => {
  const t = useTranslate();
  const [text, setText] = useState('');
  const shown = useMemo(
    () => filterImages(list?.items ?? [], text),
    [list, text],
  );
  if (!list) {
    return error ? (
      <ErrorState error={error} what="images" onRetry={refresh} />
    ) : (
      <Skeleton width="100%" height={240} />
    );
  }
  return (
    <section aria-label={t('images.list.title')} className={styles.images}>
      <div className={styles.head}>
        <Text as="h3" variant="body-large" weight="bold">
          {t('images.list.title')}
        </Text>
        <span className={styles.space} />
        <SearchField
          aria-label={t('images.list.search')}
          placeholder={t('images.list.searchPlaceholder')}
          size="small"
          className={styles.search}
          value={text}
          onChange={setText}
        />
        <Button
          size="small"
          variant="secondary"
          iconStart={<RiRefreshLine />}
          isPending={isLoading}
          onPress={refresh}
        >
          {t('images.list.refresh')}
        </Button>
      </div>
      {error && (
        <Alert
          status="warning"
          icon
          role="alert"
          title={t('images.list.notRefreshed')}
          description={messageOf(error)}
        />
      )}
      {shown.length > 0 && <ImageTable images={shown} list={list} />}
      {shown.length === 0 && (
        <Text as="p" color="secondary" role="status" className={styles.line}>
          {list.items.length > 0
            ? t('images.list.noMatch')
            : t('images.list.empty')}
        </Text>
      )}
      <ImageUse labId={labId} images={list.items} mayRun={mayRun} />
    </section>
  );
};
