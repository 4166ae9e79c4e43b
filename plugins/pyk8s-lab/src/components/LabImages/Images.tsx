import type {
  LabImageList,
  LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { type ReactNode, useCallback } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { labApiRef } from '../../api';
import { type Answer, useAnswer } from '../../hooks/useAnswer';
import type { ImageImports } from '../../images';
import { BringIn } from './BringIn';
import { ImageList } from './ImageList';

/**
 * Asks which images the nodes of a lab have.
 *
 * @param labId - the lab's id
 * @param occasion - it is asked again when this changes
 */
function useLabImages(labId: string, occasion: string): Answer<LabImageList> {
  const api = useApi(labApiRef);
  const ask = useCallback(() => api.listLabImages(labId), [api, labId]);
  return useAnswer(ask, occasion);
}

/** The images of a running lab, and the form to import others. */
export const Images = ({
  labId,
  options,
  mayExec,
  hasConsole,
  imports,
  occasion,
  children,
}: {
  labId: string;
  options: LabOptions;
  mayExec: boolean;
  hasConsole: boolean;
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
        mayRun={
          mayExec && hasConsole && options.exec.commands.includes('kubectl')
        }
        images={images}
      />
    </>
  );
};
