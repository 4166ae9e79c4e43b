import type { LabOptions } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, Text } from '@backstage/ui';
import { describeCapacity, describeRate } from '../../labs';
import { type Translate, useTranslate } from '../../translation';
import { providerOf } from './labForm';
import styles from './CreateLabDialog.module.css';

/** Where administrators configure the versions of Kubernetes. */
const NODE_IMAGES = 'pyk8sLab.kind.nodeImages';

/** What may make another lab wait, and what administrators can offer. */
export const CreateLabHints = ({
  options,
  provider,
}: {
  options: LabOptions;
  /** The id of the provider that is chosen. */
  provider: string;
}) => {
  const t = useTranslate();
  const rate = describeRate(t, options.createRate);
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
      {situationOf(t, options, provider).map(text => (
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

function situationOf(
  t: Translate,
  options: LabOptions,
  provider: string,
): string[] {
  const chosen = providerOf(options, provider);
  const capacity = chosen?.capacity ?? [];
  // One more is a line of configuration, of which nothing else here tells.
  const oneVersion =
    options.seesAll &&
    chosen?.id === 'kind' &&
    chosen.kubernetesVersions.length < 2 &&
    t('createDialog.oneVersion', { key: NODE_IMAGES });
  const { queued } = options.provisioning;
  const queue = queued > 0 && t('createDialog.queue', { count: queued });
  return [
    ...capacity.map(host => describeCapacity(t, host)),
    queue,
    oneVersion,
  ].filter((text): text is string => Boolean(text));
}
