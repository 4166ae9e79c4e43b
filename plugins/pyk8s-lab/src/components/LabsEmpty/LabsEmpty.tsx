import { Button, Card, CardBody, Flex, Text } from '@backstage/ui';
import { RiAddLine, RiFlaskLine } from '@remixicon/react';
import styles from './LabsEmpty.module.css';

/** Teaches a person who has no labs what they are. */
export const LabsEmpty = ({
  mayCreate,
  onCreate,
}: {
  mayCreate: boolean;
  onCreate: () => void;
}) => (
  <Card>
    <CardBody>
      <Flex direction="column" align="center" gap="4" p="6">
        <RiFlaskLine size={48} aria-hidden="true" className={styles.icon} />
        <Text as="h3" variant="title-x-small">
          You have no labs yet
        </Text>
        <Text as="p" className={styles.text}>
          A lab is a Kubernetes cluster of your own. It is ready in less than a
          minute, and it deletes itself when its time is over: try things out,
          break them, and start again.
        </Text>
        {mayCreate ? (
          <>
            <ol className={styles.steps}>
              <li>Choose a name and how long you need it.</li>
              <li>Watch it come up.</li>
              <li>Download its kubeconfig and work with kubectl.</li>
            </ol>
            <Button
              variant="primary"
              size="medium"
              iconStart={<RiAddLine />}
              onPress={onCreate}
            >
              Create your first lab
            </Button>
          </>
        ) : (
          <Text as="p" color="secondary" className={styles.text}>
            You may not create labs on this portal. Ask its administrators if
            you need one.
          </Text>
        )}
      </Flex>
    </CardBody>
  </Card>
);
