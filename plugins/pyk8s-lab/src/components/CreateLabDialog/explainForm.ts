import {
  durationProblemOf,
  formatDuration,
  LAB_NAME_MAX_LENGTH,
  type LabOptions,
  labNameProblemOf,
  parseDuration,
  type TtlOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { explainQuantity, explainUsedUpQuota } from '../../labs';
import type { Translate } from '../../translation';
import { type LabFormErrors, type LabFormValues, providerOf } from './labForm';

/** The longest purpose that the API takes, in characters. */
const PURPOSE_MAX_LENGTH = 500;

/** The most that is shown again of what somebody typed. */
const QUOTE_MAX_LENGTH = 40;

/**
 * Says what is wrong with a form before it is sent.
 *
 * @param isTaken - says whether an owner has a lab of a name already
 */
export function explainForm(
  t: Translate,
  values: LabFormValues,
  options: LabOptions | undefined,
  isTaken: (owner: string, name: string) => boolean,
): LabFormErrors {
  const { name, ttl, owner, provider, cpu, memory, purpose } = values;
  const chosen = options && providerOf(options, provider);
  const resources = chosen?.resources;
  const simulated = chosen?.simulated ?? false;
  return {
    name:
      explainName(t, name) ??
      (isTaken(owner, name)
        ? t('createDialog.name.taken', { name })
        : undefined),
    ttl: options && explainTtl(t, ttl, options.ttl),
    owner: options && explainUsedUpQuota(t, options, { owner, simulated }),
    cpu: resources && explainQuantity(t, 'cpu', cpu, resources),
    memory: resources && explainQuantity(t, 'memory', memory, resources),
    purpose: explainPurpose(t, purpose),
  };
}

/** Says what is wrong with a purpose that was typed. */
export function explainPurpose(
  t: Translate,
  purpose: string,
): string | undefined {
  return purpose.length > PURPOSE_MAX_LENGTH
    ? t('createDialog.purpose.tooLong', {
        max: String(PURPOSE_MAX_LENGTH),
        length: String(purpose.length),
      })
    : undefined;
}

/** Says what is wrong with a name that was typed. */
function explainName(t: Translate, name: string): string | undefined {
  const problem = labNameProblemOf(name);
  return (
    problem &&
    t(`createDialog.name.${problem}`, {
      max: String(LAB_NAME_MAX_LENGTH),
      length: String(name.length),
    })
  );
}

/** Says what is wrong with a time that was typed. */
export function explainTtl(
  t: Translate,
  text: string,
  { minSeconds, maxSeconds }: TtlOptions,
): string | undefined {
  const problem = explainDuration(t, text);
  if (problem) {
    return problem;
  }
  const seconds = parseDuration(text);
  return seconds < minSeconds || seconds > maxSeconds
    ? t('createDialog.ttl.outOfBounds', {
        min: formatDuration(minSeconds),
        max: formatDuration(maxSeconds),
      })
    : undefined;
}

/** Says what is wrong with a duration that was typed, whatever it is for. */
export function explainDuration(
  t: Translate,
  text: string,
): string | undefined {
  const problem = durationProblemOf(text);
  return (
    problem &&
    t(`createDialog.ttl.${problem}`, { typed: text.slice(0, QUOTE_MAX_LENGTH) })
  );
}
