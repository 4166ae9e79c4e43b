import { Button, Flex, Text } from '@backstage/ui';
import { RiErrorWarningLine, RiLock2Line } from '@remixicon/react';
import { messageOf, statusOf } from '../../api';
import styles from './ErrorState.module.css';

function explain(error: Error, what: string) {
  switch (statusOf(error)) {
    case 401:
      return {
        isRefusal: true,
        title: 'You are not signed in any more',
        advice: 'Reload the page and sign in again.',
      };
    case 403:
      return {
        isRefusal: true,
        title: `You may not see ${what}`,
        advice:
          'Ask the administrators of this portal for access if you need it.',
      };
    default:
      return {
        isRefusal: false,
        title: `Loading ${what} failed`,
        advice: 'The portal keeps trying. You can also try again now.',
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
  /** What could not be loaded, such as "the labs". */
  what: string;
  onRetry: () => void;
}) => {
  const { isRefusal, title, advice } = explain(error, what);
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
        Try again
      </Button>
    </Flex>
  );
};
