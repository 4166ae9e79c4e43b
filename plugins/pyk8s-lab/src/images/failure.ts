import { messageOf, statusOf } from '../api';
import { formatSize, type Translate } from '../translation';

/** Why something was not brought into a lab. */
export type ImportFailure =
  /** The file has nothing in it. */
  | { readonly why: 'empty' }
  /** It is larger than it may be; both in bytes. */
  | {
      readonly why: 'tooLarge';
      readonly size: number;
      readonly maxSize: number;
    }
  /** It was not sent to its end. */
  | { readonly why: 'broken' }
  /** The server could not be asked for it. */
  | { readonly why: 'unreachable' }
  /** The server says why, or what else went wrong does. */
  | { readonly why: 'other'; readonly message: string };

/** Why something was not brought in, of what was thrown when it was sent. */
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

/** Why something was not brought in, and what to do. */
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
