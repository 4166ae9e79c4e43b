import type { LabOptions } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, Text } from '@backstage/ui';
import { describeCapacity, describeRate } from '../../labs';
import { providerOf } from './labForm';
import styles from './CreateLabDialog.module.css';

/** What may make another lab wait. */
export const CreateLabHints = ({
  options,
  provider,
}: {
  options: LabOptions;
  /** The id of the provider that is chosen. */
  provider: string;
}) => {
  const rate = describeRate(options.createRate);
  return (
    <div className={styles.hints}>
      {rate && (
        <Alert
          role="status"
          status={options.createRate.left > 0 ? 'info' : 'warning'}
          icon
          title={rate}
        />
      )}
      {situationOf(options, provider).map(text => (
        <Text
          key={text}
          as="p"
          variant="body-small"
          color="secondary"
          className={styles.hint}
        >
          {text}
        </Text>
      ))}
    </div>
  );
};

function situationOf(options: LabOptions, provider: string): string[] {
  const capacity = providerOf(options, provider)?.capacity ?? [];
  const { queued } = options.provisioning;
  const queue =
    queued > 0 &&
    `${queued} ${queued === 1 ? 'lab is' : 'labs are'} in the queue already.`;
  return [...capacity.map(describeCapacity), queue].filter(
    (text): text is string => Boolean(text),
  );
}
