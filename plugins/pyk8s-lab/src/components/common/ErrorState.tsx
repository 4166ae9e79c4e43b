import { Button, Flex, Text } from '@backstage/ui';
import { RiErrorWarningLine, RiLock2Line } from '@remixicon/react';
import { messageOf, statusOf } from '../../api';
import { type Translate, useTranslate } from '../../translation';
import type { errorState } from '../../translation/messages';
import styles from './ErrorState.module.css';

/** Something that could not be loaded; each has messages in `errorState`. */
export type Missing = keyof typeof errorState.failedTitle;

function explain(t: Translate, error: Error, what: Missing) {
  switch (statusOf(error)) {
    case 401:
      return {
        isRefusal: true,
        title: t('errorState.signedOut.title'),
        advice: t('errorState.signedOut.advice'),
      };
    case 403:
      return {
        isRefusal: true,
        title: t(`errorState.deniedTitle.${what}`),
        advice: t('errorState.deniedAdvice'),
      };
    default:
      return {
        isRefusal: false,
        title: t(`errorState.failedTitle.${what}`),
        advice: t('errorState.failedAdvice'),
      };
  }
}

/** Says in place of the content why it is not there, and what to do. */
export const ErrorState = ({
  error,
  what,
  onRetry,
}: {
  error: Error;
  what: Missing;
  onRetry: () => void;
}) => {
  const t = useTranslate();
  const { isRefusal, title, advice } = explain(t, error, what);
  const Icon = isRefusal ? RiLock2Line : RiErrorWarningLine;
  return (
    <Flex direction="column" align="center" gap="3" p="6" role="alert">
      <Icon size={40} aria-hidden="true" className={styles.icon} />
      <Text as="h3" variant="title-x-small">
        {title}
      </Text>
      <Text as="p" className={styles.message}>
        {messageOf(error)}
      </Text>
      <Text as="p" color="secondary" className={styles.message}>
        {advice}
      </Text>
      <Button variant="secondary" onPress={onRetry}>
        {t('errorState.retry')}
      </Button>
    </Flex>
  );
};
