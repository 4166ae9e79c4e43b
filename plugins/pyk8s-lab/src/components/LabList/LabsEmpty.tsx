import { Button, Card, CardBody, Flex, Text } from '@backstage/ui';
import { RiAddLine, RiFlaskLine } from '@remixicon/react';
import { useTranslate } from '../../translation';
import styles from './LabsEmpty.module.css';

/** Teaches a person who has no labs what they are. */
export const LabsEmpty = ({
  mayCreate,
  onCreate,
}: {
  mayCreate: boolean;
  onCreate: () => void;
}) => {
  const t = useTranslate();
  return (
    <Card>
      <CardBody>
        <Flex direction="column" align="center" gap="4" p="6">
          <RiFlaskLine size={48} aria-hidden="true" className={styles.icon} />
          <Text as="h3" variant="title-x-small">
            {t('listing.empty.title')}
          </Text>
          <Text as="p" className={styles.text}>
            {t('listing.empty.text')}
          </Text>
          {mayCreate ? (
            <>
              <ol className={styles.steps}>
                <li>{t('listing.empty.stepChoose')}</li>
                <li>{t('listing.empty.stepWatch')}</li>
                <li>{t('listing.empty.stepConnect')}</li>
              </ol>
              <Button
                variant="primary"
                size="medium"
                iconStart={<RiAddLine />}
                onPress={onCreate}
              >
                {t('listing.empty.create')}
              </Button>
            </>
          ) : (
            <Text as="p" color="secondary" className={styles.text}>
              {t('listing.empty.mayNotCreate')}
            </Text>
          )}
        </Flex>
      </CardBody>
    </Card>
  );
};
