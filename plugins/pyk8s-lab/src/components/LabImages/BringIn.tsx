import type { ImageOptions } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Text } from '@backstage/ui';
import type { ImageImports } from '../../images';
import { useTranslate } from '../../translation';
import { DropArea } from './DropArea';
import { HostImageForm } from './HostImageForm';
import styles from './LabImages.module.css';

/** Brings images into every node of a lab, which has no registry of its own. */
export const BringIn = ({
  limits,
  platform,
  mayBringIn,
  imports,
}: {
  limits: ImageOptions;
  /** What images have to be made for; undefined until it is known. */
  platform: string | undefined;
  mayBringIn: boolean;
  imports: ImageImports;
}) => {
  const t = useTranslate();
  if (!mayBringIn) {
    return (
      <Text as="p" color="secondary" className={styles.note}>
        {t('images.mayNotBringIn')}
      </Text>
    );
  }
  return (
    <>
      <DropArea
        maxBytes={limits.maxArchiveBytes}
        platform={platform}
        onFiles={files => imports.addFiles(files, limits.maxArchiveBytes)}
      />
      {limits.hostImages.length > 0 && (
        <HostImageForm
          patterns={limits.hostImages}
          onImage={image => imports.addHostImage(image)}
        />
      )}
    </>
  );
};
