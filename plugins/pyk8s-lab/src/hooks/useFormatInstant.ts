import { appLanguageApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useCallback, useSyncExternalStore } from 'react';
import { formatInstant, localeFor, type TimeStyle } from '../labs';

/**
 * Writes instants in the language of the app, and in the reader's time zone.
 *
 * @returns a function that takes what the API wrote, and how exactly to show it
 */
export function useFormatInstant(): (
  instant: string,
  timeStyle?: TimeStyle,
) => string {
  const languageApi = useApi(appLanguageApiRef);
  const subscribe = useCallback(
    (onChange: () => void) => {
      const subscription = languageApi.language$().subscribe(onChange);
      return () => subscription.unsubscribe();
    },
    [languageApi],
  );
  const language = useSyncExternalStore(
    subscribe,
    () => languageApi.getLanguage().language,
  );
  const locale = localeFor(language, navigator.languages);
  return useCallback(
    (instant, timeStyle) => formatInstant(locale, instant, timeStyle),
    [locale],
  );
}
