import type {
  LabImage,
  LabImageList,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { describeNode } from '../labs';
import type { Translate } from '../translation';

/** What an image is called: its first name, or its id where it has none. */
export const nameOf = ({ names, id }: LabImage): string => names[0] ?? id;

/** The images of which a name or the id has what was typed. */
export function filterImages(
  images: readonly LabImage[],
  text: string,
): LabImage[] {
  const wanted = text.trim().toLowerCase();
  return images.filter(({ names, id }) =>
    [...names, id].some(name => name.toLowerCase().includes(wanted)),
  );
}

/** On how many nodes an image is, and which lack it. */
export function describeNodesOf(
  t: Translate,
  { nodes }: LabImage,
  { nodes: all }: Pick<LabImageList, 'nodes'>,
): string {
  const lacking = all.filter(node => !nodes.includes(node));
  const counts = { nodes: all.length - lacking.length, all: all.length };
  return lacking.length > 0
    ? t('images.notOnNodes', {
        ...counts,
        lacking: lacking.map(name => describeNode(t, name)),
      })
    : t('images.onNodes', counts);
}
