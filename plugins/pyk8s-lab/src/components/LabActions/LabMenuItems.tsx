import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Menu, MenuItem, MenuSeparator } from '@backstage/ui';
import {
  RiArrowRightLine,
  RiDeleteBinLine,
  RiDownloadLine,
  RiEditLine,
  RiPauseCircleLine,
  RiPlayCircleLine,
  RiRefreshLine,
  RiTimeLine,
  RiUserSharedLine,
} from '@remixicon/react';
import type { ReactElement } from 'react';
import { useKubeconfig, useLabActions, useLabPermissions } from '../../hooks';
import { abilitiesOf, oneClickExtensionOf } from '../../labs';
import { labRouteRef } from '../../routes';
import { useTranslate } from '../../translation';
import type { LabDialog } from '../dialogs/LabDialogs';
import styles from './LabMenu.module.css';

interface Item {
  id: string;
  title: string;
  icon: ReactElement;
  isPossible: boolean;
  isAllowed: boolean;
  onAction: () => void;
  isDangerous?: boolean;
}

/** The actions of a lab that are possible now and allowed to the user. */
export const LabMenuItems = ({
  lab,
  onChanged,
  onAsk,
}: {
  lab: Lab;
  onChanged: (lab: Lab) => void;
  onAsk: (dialog: LabDialog) => void;
}) => {
  const t = useTranslate();
  const labRoute = useRouteRef(labRouteRef);
  const may = useLabPermissions(lab.id);
  const actions = useLabActions(lab, onChanged);
  const { download } = useKubeconfig(lab);
  const can = abilitiesOf(lab);
  const extension = oneClickExtensionOf(lab);
  const items: Item[] = [
    {
      id: 'extend',
      title: t('labMenu.extendBy', { time: extension?.extendBy ?? '' }),
      icon: <RiTimeLine />,
      isPossible: can.canExtend && extension !== undefined,
      isAllowed: may.mayUpdate,
      onAction: () => extension && actions.extend(extension.extendBy),
    },
    {
      id: 'pause',
      title: t('labMenu.pause'),
      icon: <RiPauseCircleLine />,
      isPossible: can.canPause,
      isAllowed: may.mayUpdate,
      onAction: actions.pause,
    },
    {
      id: 'resume',
      title: t('labMenu.resume'),
      icon: <RiPlayCircleLine />,
      isPossible: can.canResume,
      isAllowed: may.mayUpdate,
      onAction: actions.resume,
    },
    {
      id: 'recreate',
      title: t('labMenu.recreate'),
      icon: <RiRefreshLine />,
      isPossible: can.canRetry,
      isAllowed: may.mayUpdate,
      onAction: actions.recreate,
    },
    {
      id: 'kubeconfig',
      title: t('labMenu.kubeconfig'),
      icon: <RiDownloadLine />,
      isPossible: !can.kubeconfigBlockedBy,
      isAllowed: may.mayConnect,
      onAction: () => download(),
    },
    {
      id: 'edit',
      title: t('labMenu.edit'),
      icon: <RiEditLine />,
      isPossible: can.canEdit,
      isAllowed: may.mayUpdate,
      onAction: () => onAsk({ kind: 'edit', lab }),
    },
    {
      id: 'owner',
      title: t('labMenu.transfer'),
      icon: <RiUserSharedLine />,
      isPossible: can.canHandOver,
      isAllowed: may.mayUpdate,
      onAction: () => onAsk({ kind: 'handOver', lab }),
    },
    {
      id: 'delete',
      title: t('labMenu.delete'),
      icon: <RiDeleteBinLine />,
      isPossible: can.canDelete,
      isAllowed: may.mayDelete,
      onAction: () => onAsk({ kind: 'delete', lab }),
      isDangerous: true,
    },
  ];
  // Until it is known what is allowed, nobody sees what may be, but it has its
  // room: the menu does not grow under the pointer.
  const offered = items.filter(
    ({ isPossible, isAllowed }) => isPossible && (isAllowed || may.isLoading),
  );
  return (
    <Menu
      aria-label={t('labMenu.title', { name: lab.name })}
      placement="bottom end"
      onAction={key => offered.find(({ id }) => id === key)?.onAction()}
    >
      <MenuItem
        id="open"
        iconStart={<RiArrowRightLine />}
        href={labRoute?.({ id: lab.id })}
      >
        {t('labMenu.open')}
      </MenuItem>
      {offered.length > 0 && <MenuSeparator />}
      {offered.map(({ id, title, icon, isDangerous }) => (
        <MenuItem
          key={id}
          id={id}
          iconStart={icon}
          color={isDangerous ? 'danger' : 'primary'}
          isDisabled={may.isLoading}
          className={may.isLoading ? styles.hidden : undefined}
        >
          {title}
        </MenuItem>
      ))}
    </Menu>
  );
};
