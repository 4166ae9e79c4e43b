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
  const words = useRef({ done: '', failed: '' });

  useEffect(() => {
    if (result.error) {
      toasts.failure(words.current.failed, result.error);
    } else if (result.value) {
      toasts.success(words.current.done);
    }
  }, [result, toasts]);

  return (text, what) => {
    words.current = {
      done: t('copy.done', { what }),
      failed: t('copy.failed', { what }),
    };
    copyToClipboard(text);
  };
}
