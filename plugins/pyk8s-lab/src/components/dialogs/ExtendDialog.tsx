import {
  formatDuration,
  type Lab,
  parseDuration,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button, Text } from '@backstage/ui';
import { useState } from 'react';
import {
  type LabActions,
  type LabPermissions,
  useFormatInstant,
} from '../../hooks';
import {
  extensionsOf,
  longestExtensionOf,
  oneClickExtensionOf,
} from '../../labs';
import { type Translate, useTranslate } from '../../translation';
import { DurationField } from '../CreateLabDialog/DurationField';
import { FormDialog, focusOnMount } from './FormDialog';
import { describeMaximum, explainExtension } from './explainExtension';
import styles from './ExtendDialog.module.css';

/** Extends a lab by a time of the user's choice. */
export const ExtendDialog = ({
  lab,
  actions,
  may,
  onClose,
}: {
  lab: Lab;
  actions: LabActions;
  may: Pick<LabPermissions, 'isLoading' | 'mayUpdate'>;
  onClose: () => void;
}) => {
  const t = useTranslate();
  const formatInstant = useFormatInstant();
  const [typed, setTyped] = useState<string>();
  const value = typed ?? oneClickExtensionOf(lab)?.extendBy ?? '';
  const obstacle = whyNot(t, lab, may);
  const problem = explainExtension(t, value, lab);
  const title = t('extendDialog.title', { name: lab.name });

  const onSubmit = async () => {
    const isReady = !obstacle && !problem && !actions.pending;
    if (isReady && (await actions.extend(value.trim()))) {
      onClose();
    }
  };
  return (
    <FormDialog
      title={title}
      onSubmit={onSubmit}
      onClose={onClose}
      submit={
        !obstacle && (
          <Button
            variant="primary"
            type="submit"
            ref={focusOnMount}
            isDisabled={problem !== undefined}
            isPending={actions.pending === 'extend' || may.isLoading}
          >
            {problem
              ? t('extendDialog.confirm')
              : t('extendDialog.confirmBy', { time: value.trim() })}
          </Button>
        )
      }
    >
      {obstacle ? (
        <Text as="p" className={styles.text}>
          {obstacle}
        </Text>
      ) : (
        <>
          <DurationField
            label={t('extendDialog.extendBy')}
            description={describeMaximum(t, lab, formatInstant)}
            value={value}
            error={problem}
            presets={extensionsOf(lab).map(({ extendBy }) => extendBy)}
            presetsLabel={t('extendDialog.presets')}
            onChange={setTyped}
          />
          <Text as="p" role="status" className={styles.text}>
            {!problem && describeGain(t, formatInstant, lab, value)}
          </Text>
        </>
      )}
    </FormDialog>
  );
};

function whyNot(
  t: Translate,
  lab: Lab,
  may: Pick<LabPermissions, 'isLoading' | 'mayUpdate'>,
): string | undefined {
  if (lab.status !== 'RUNNING' && lab.status !== 'PAUSED') {
    return t(`extendDialog.status.${lab.status}`);
  }
  if (!may.isLoading && !may.mayUpdate) {
    return t('extendDialog.denied');
  }
  return longestExtensionOf(lab) > 0 ? undefined : t('extendDialog.usedUp');
}

function describeGain(
  t: Translate,
  formatInstant: (instant: string) => string,
  { expiresAt, pausedSecondsLeft }: Lab,
  value: string,
): string {
  const seconds = parseDuration(value);
  if (!expiresAt || pausedSecondsLeft !== undefined) {
    return t('extendDialog.gain', { time: formatDuration(seconds) });
  }
  const end = Date.parse(expiresAt) + seconds * 1_000;
  return t('extendDialog.ends', {
    end: formatInstant(expiresAt),
    newEnd: formatInstant(new Date(end).toISOString()),
  });
}
