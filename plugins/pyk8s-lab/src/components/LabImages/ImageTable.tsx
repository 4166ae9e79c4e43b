import type {
  LabImage,
  LabImageList,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  Cell,
  CellText,
  Column,
  Row,
  TableBody,
  TableHeader,
  TableRoot,
  Text,
  useBreakpoint,
} from '@backstage/ui';
import { describeNodesOf, nameOf } from '../../images';
import { formatSize, type Translate, useTranslate } from '../../translation';
import { ImageNames } from './ImageNames';
import styles from './LabImages.module.css';

const originOf = (t: Translate, { imported }: LabImage) =>
  imported ? t('images.origin.imported') : t('images.origin.other');

/** Images with their size and where they are. */
export const ImageTable = ({
  images,
  list,
}: {
  images: readonly LabImage[];
  /** What they are of. */
  list: LabImageList;
}) => {
  const t = useTranslate();
  // A narrow screen has no room for columns.
  const isWide = useBreakpoint().up('md');
  if (!isWide) {
    return (
      <ul className={styles.items}>
        {images.map(image => (
          <li key={image.id} className={styles.card}>
            <ImageNames image={image} />
            <Text
              as="p"
              variant="body-small"
              color="secondary"
              className={styles.line}
            >
              {t('images.table.facts', {
                size: formatSize(t, image.sizeBytes),
                nodes: describeNodesOf(t, image, list),
                origin: originOf(t, image),
              })}
            </Text>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <TableRoot aria-label={t('images.table.label')}>
      <TableHeader>
        <Column id="name" isRowHeader className={styles.nameColumn}>
          {t('images.table.name')}
        </Column>
        <Column id="size" className={styles.sizeColumn}>
          {t('images.table.size')}
        </Column>
        <Column id="nodes" className={styles.nodesColumn}>
          {t('images.table.nodes')}
        </Column>
        <Column id="origin">{t('images.table.origin')}</Column>
      </TableHeader>
      <TableBody items={images.map(image => ({ ...image }))}>
        {image => (
          <Row id={image.id} textValue={nameOf(image)}>
            <Cell>
              <ImageNames image={image} />
            </Cell>
            <CellText title={formatSize(t, image.sizeBytes)} />
            <Cell>
              <Text className={styles.line}>
                {describeNodesOf(t, image, list)}
              </Text>
            </Cell>
            <Cell>
              <Text
                className={styles.line}
                color={image.imported ? 'primary' : 'secondary'}
              >
                {originOf(t, image)}
              </Text>
            </Cell>
          </Row>
        )}
      </TableBody>
    </TableRoot>
  );
};
