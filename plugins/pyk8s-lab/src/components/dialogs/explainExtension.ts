import {
  formatDuration,
  type Lab,
  parseDuration,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { longestExtensionOf } from '../../labs';
import type { Translate } from '../../translation';
import { explainDuration } from '../CreateLabDialog/explainForm';

/** Says what is wrong with the time by which a lab is to be extended. */
export function explainExtension(
  t: Translate,
  text: string,
  lab: Lab,
): string | undefined {
  const longest = longestExtensionOf(lab);
  return (
    explainDuration(t, text) ??
    (parseDuration(text) > longest
      ? t('extendDialog.tooLong', { max: formatDuration(longest) })
      : undefined)
  );
}

/** Says by how much a lab can be extended; empty where the portal does not say. */
export function describeMaximum(
  t: Translate,
  lab: Lab,
  formatInstant: (instant: string) => string,
): string {
  const longest = longestExtensionOf(lab);
  if (!Number.isFinite(longest) || !lab.maxExpiresAt) {
    return '';
  }
  const time = formatDuration(longest);
  return lab.pausedSecondsLeft === undefined
    ? t('extendDialog.maximum', {
        time,
        end: formatInstant(lab.maxExpiresAt),
      })
    : t('extendDialog.maximumTime', { time });
}
