import { useEffect, useRef } from 'react';
import useCopyToClipboard from 'react-use/esm/useCopyToClipboard';
import { useTranslate } from '../translation';
import { useToasts } from './useToasts';

/**
 * Copies text, and says so.
 *
 * @returns a function that takes the text, and what it is called in the message,
 *   in the language of the app: `The commands`
 */
export function useCopy(): (text: string, what: string) => void {
  const t = useTranslate();
  const toasts = useToasts();
  // Works without the clipboard API too, which browsers keep from plain HTTP.
  const [result, copyToClipboard] = useCopyToClipboard();
  const outcomes = useRef({ copied: '', failed: '' });

  useEffect(() => {
    if (result.error) {
      toasts.failure(outcomes.current.failed, result.error);
    } else if (result.value) {
      toasts.success(outcomes.current.copied);
    }
  }, [result, toasts]);

  return (text, what) => {
    // Said in the words of now: another language does not say it once more.
    outcomes.current = {
      copied: t('copyBlock.copied', { what }),
      failed: t('copyBlock.failed', { what }),
    };
    copyToClipboard(text);
  };
}
