import { messageOf, statusOf } from '../api';
import { formatSize, type Translate } from '../translation';

/** Why an image was not imported. */
export type ImportFailure =
  /** The file has nothing in it. */
  | { readonly why: 'empty' }
  /** It is larger than allowed; both in bytes. */
  | {
      readonly why: 'tooLarge';
      readonly size: number;
      readonly maxSize: number;
    }
  /** It was not sent to its end. */
  | { readonly why: 'broken' }
  /** The server could not be reached. */
  | { readonly why: 'unreachable' }
  /** With the message of the server or of another error. */
  | { readonly why: 'other'; readonly message: string };

/** The reason behind an error that was thrown while an image was sent. */
export function failureOf(
  error: unknown,
  file: File | undefined,
): ImportFailure {
  if (statusOf(error) !== undefined || !(error instanceof TypeError)) {
    return { why: 'other', message: messageOf(error) };
  }
  // What fetch throws when the server cannot be reached says nothing to people.
  return { why: file ? 'broken' : 'unreachable' };
}

/** Why an image was not imported, and what to do. */
export function describeFailedImport(
  t: Translate,
  failure: ImportFailure,
): string {
  switch (failure.why) {
    case 'other':
      return failure.message;
    case 'tooLarge':
      return t('images.failure.tooLarge', {
        size: formatSize(t, failure.size),
        maxSize: formatSize(t, failure.maxSize),
      });
    default:
      return t(`images.failure.${failure.why}`);
  }
}
