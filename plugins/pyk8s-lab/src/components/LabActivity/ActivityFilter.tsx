import type { LabActivityCategory } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Select } from '@backstage/ui';
import { useTranslate } from '../../translation';
import styles from './LabActivity.module.css';

const ALL = 'all';

const CATEGORIES: readonly LabActivityCategory[] = [
  'changes',
  'status',
  'commands',
  'access',
  'images',
];

/** Chooses which events of a lab are listed. */
export const ActivityFilter = ({
  value,
  onChange,
}: {
  /** All categories where it is undefined. */
  value: LabActivityCategory | undefined;
  onChange: (value: LabActivityCategory | undefined) => void;
}) => {
  const t = useTranslate();
  return (
    <Select
      label={t('activity.show')}
      className={styles.filter}
      options={[
        { id: ALL, label: t('activity.categories.all') },
        ...CATEGORIES.map(id => ({
          id,
          label: t(`activity.categories.${id}`),
        })),
      ]}
      value={value ?? ALL}
      onChange={id => onChange(CATEGORIES.find(category => category === id))}
    />
  );
};
