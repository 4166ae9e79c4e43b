import { formatBytes } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button } from '@backstage/ui';
import type { ImageImport } from '../../images';
import { ProgressBar } from '../ProgressBar';
import { ProgressItem } from './ProgressItem';

const LOOKS = {
  waiting: 'waiting',
  sending: 'running',
  cancelled: 'cancelled',
  failed: 'failed',
} as const;

function factsOf({ phase, file }: ImageImport): string {
  switch (phase) {
    case 'waiting':
      return 'Waits until what is being brought in has ended';
    case 'sending':
      return file ? 'Is being sent' : 'Is being asked for';
    case 'cancelled':
      return 'Cancelled';
    default:
      return 'Not brought in';
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
  const { name, file, phase, error } = item;
  const goesOn = phase === 'waiting' || phase === 'sending';
  return (
    <ProgressItem
      title={file ? `${name} (${formatBytes(file.size)})` : name}
      look={LOOKS[phase]}
      message={error}
      facts={factsOf(item)}
      action={
        <Button
          size="small"
          variant="secondary"
          aria-label={`${goesOn ? 'Cancel' : 'Dismiss'}: ${name}`}
          onPress={goesOn ? onCancel : onForget}
        >
          {goesOn ? 'Cancel' : 'Dismiss'}
        </Button>
      }
    >
      {phase === 'sending' && <ProgressBar label={name} percent={undefined} />}
    </ProgressItem>
  );
};
