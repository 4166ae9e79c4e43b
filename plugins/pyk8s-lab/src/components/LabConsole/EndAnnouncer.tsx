import { VisuallyHidden } from '@backstage/ui';
import { announce, type Scrollback } from '../../console';
import { useTranslate } from '../../translation';

/**
 * Says to screen readers how the last command ended. What it printed is theirs to
 * read when they want it: reading all of it aloud would drown everything else.
 */
export const EndAnnouncer = ({
  scrollback: { entries },
  maxOutputBytes,
}: {
  scrollback: Scrollback;
  maxOutputBytes: number;
}) => {
  const t = useTranslate();
  const last = entries[entries.length - 1];
  return (
    <VisuallyHidden role="status">
      {last?.ending && (
        // Another command may end with the same words, which are said again.
        <span key={last.id}>{announce(t, last.ending, maxOutputBytes)}</span>
      )}
    </VisuallyHidden>
  );
};
