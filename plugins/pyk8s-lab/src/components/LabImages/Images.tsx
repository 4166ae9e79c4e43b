import type { LabOptions } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { ReactNode } from 'react';
import { useLabImages } from '../../hooks';
import type { ImageImports } from '../../images';
import { BringIn } from './BringIn';
import { ImageList } from './ImageList';

/** The images of a lab that runs, and what brings some in. */
export const Images = ({
  labId,
  options,
  mayExec,
  imports,
  occasion,
  children,
}: {
  labId: string;
  options: LabOptions;
  mayExec: boolean;
  imports: ImageImports;
  /** The images may be others when this changes. */
  occasion: string;
  /** What is between the two. */
  children: ReactNode;
}) => {
  const images = useLabImages(labId, occasion);
  return (
    <>
      <BringIn
        limits={options.images}
        platform={images.value?.platform}
        mayBringIn={mayExec}
        imports={imports}
      />
      {children}
      <ImageList
        labId={labId}
        mayRun={mayExec && options.exec.commands.includes('kubectl')}
        images={images}
      />
    </>
  );
};
