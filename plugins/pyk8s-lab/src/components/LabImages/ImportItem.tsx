import { Button } from '@backstage/ui';
import { describeFailedImport, type ImageImport } from '../../images';
import { formatSize, type Translate, useTranslate } from '../../translation';
import { ProgressBar } from '../common/ProgressBar';
import { ProgressItem } from './ProgressItem';

const LOOKS = {
  waiting: 'waiting',
  sending: 'running',
  cancelled: 'cancelled',
  failed: 'failed',
} as const;

function factsOf(t: Translate, { phase, file }: ImageImport): string {
  switch (phase) {
    case 'waiting':
      return t('images.progress.waiting');
    case 'sending':
      return file ? t('images.progress.sending') : t('images.progress.asking');
    case 'cancelled':
      return t('images.progress.cancelled');
    default:
      return t('images.progress.failed');
  }
}

/** What this page brings in, as long as the server has told of no job for it. */
export const ImportItem = ({
  item,
  onCancel,
  onForget,
}: {
  item: ImageImport;
  onCancel: () => void;
  onForget: () => void;
}) => {
  const t = useTranslate();
  const { name, file, phase, failure } = item;
  const goesOn = phase === 'waiting' || phase === 'sending';
  return (
    <ProgressItem
      title={
        file
          ? t('images.progress.file', { name, size: formatSize(t, file.size) })
          : name
      }
      look={LOOKS[phase]}
      message={failure && describeFailedImport(t, failure)}
      facts={factsOf(t, item)}
      action={
        <Button
          size="small"
          variant="secondary"
          aria-label={
            goesOn
              ? t('images.progress.cancelOne', { name })
              : t('images.progress.dismissOne', { name })
          }
          onPress={goesOn ? onCancel : onForget}
        >
          {goesOn ? t('images.progress.cancel') : t('images.progress.dismiss')}
        </Button>
      }
    >
      {phase === 'sending' && <ProgressBar label={name} percent={undefined} />}
    </ProgressItem>
  );
};
