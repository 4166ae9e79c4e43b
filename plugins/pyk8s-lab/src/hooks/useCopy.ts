import { useEffect, useRef } from 'react';
import useCopyToClipboard from 'react-use/esm/useCopyToClipboard';
import { useToasts } from './useToasts';

/**
 * Copies text, and says so.
 *
 * @returns a function that takes the text, and what it is called in the message
 */
export function useCopy(): (text: string, what: string) => void {
  const toasts = useToasts();
  // Works without the clipboard API too, which browsers keep from plain HTTP.
  const [result, copyToClipboard] = useCopyToClipboard();
  const what = useRef('');

  useEffect(() => {
    if (result.error) {
      toasts.failure(`${what.current} could not be copied`, result.error);
    } else if (result.value) {
      toasts.success(`${what.current} copied`);
    }
  }, [result, toasts]);

  return (text, name) => {
    what.current = name;
    copyToClipboard(text);
  };
}
