import {
  formatBytes,
  type LabImage,
  type LabImageList,
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
import { ImageNames } from './ImageNames';
import styles from './LabImages.module.css';

const originOf = ({ imported }: LabImage) =>
  imported ? 'Brought in' : 'Came with the cluster, or was pulled';

/** Images with their size and where they are. */
export const ImageTable = ({
  images,
  list,
}: {
  images: readonly LabImage[];
  /** What they are of. */
  list: LabImageList;
}) => {
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
              {formatBytes(image.sizeBytes)}
              {' · on '}
              {describeNodesOf(image, list)}
              {' · '}
              {originOf(image)}
            </Text>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <TableRoot aria-label="Images">
      <TableHeader>
        <Column id="name" isRowHeader className={styles.nameColumn}>
          Name
        </Column>
        <Column id="size" className={styles.sizeColumn}>
          Size
        </Column>
        <Column id="nodes" className={styles.nodesColumn}>
          Nodes
        </Column>
        <Column id="origin">Origin</Column>
      </TableHeader>
      <TableBody items={images.map(image => ({ ...image }))}>
        {image => (
          <Row id={image.id} textValue={nameOf(image)}>
            <Cell>
              <ImageNames image={image} />
            </Cell>
            <CellText title={formatBytes(image.sizeBytes)} />
            <Cell>
              <Text className={styles.line}>
                {describeNodesOf(image, list)}
              </Text>
            </Cell>
            <Cell>
              <Text
                className={styles.line}
                color={image.imported ? 'primary' : 'secondary'}
              >
                {originOf(image)}
              </Text>
            </Cell>
          </Row>
        )}
      </TableBody>
    </TableRoot>
  );
};
