/**
 * The locale in which dates are written for somebody who reads an app in some
 * language: the first of their own locales of this language, as `en-GB` in an
 * app in `en`, which has its own order of day and month.
 *
 * @param preferred - what the browser says, the most wanted first
 */
export function localeFor(
  language: string,
  preferred: readonly string[],
): string {
  const prefix = `${language.toLowerCase()}-`;
  return (
    preferred.find(locale => locale.toLowerCase().startsWith(prefix)) ??
    language
  );
}

/** How exactly an instant is shown. */
export type TimeStyle = 'short' | 'medium' | 'clock';

/**
 * An instant in the reader's language and time zone.
 *
 * @param timeStyle - `medium` has seconds, `short` has not; `clock` is `short`
 *   without the date where that is today
 */
export function formatInstant(
  locale: string,
  instant: string,
  timeStyle: TimeStyle = 'short',
): string {
  if (timeStyle === 'clock') {
    const at = new Date(instant);
    return at.toDateString() === new Date().toDateString()
      ? new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at)
      : formatInstant(locale, instant);
  }
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle,
  }).format(new Date(instant));
}
