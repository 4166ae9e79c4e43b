import {
  formatDuration,
  type Lab,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { RiArrowDownSLine, RiTimeLine } from '@remixicon/react';
import { useState } from 'react';
import type { LabActions, LabPermissions } from '../../hooks';
import { type Extension, extensionsOf, longestExtensionOf } from '../../labs';
import { type Translate, useTranslate } from '../../translation';
import { ExtendDialog } from '../dialogs/ExtendDialog';

const IN_WORDS: Record<string, { unit: 'minutes' | 'hours'; count: number }> = {
  '30m': { unit: 'minutes', count: 30 },
  '1h': { unit: 'hours', count: 1 },
  '2h': { unit: 'hours', count: 2 },
};

const CUSTOM = 'custom';

function titleOf(t: Translate, { extendBy, isLast }: Extension): string {
  const more = isLast ? 'lastMore' : 'more';
  const words = IN_WORDS[extendBy];
  return words
    ? t(`labActions.${more}.${words.unit}`, { count: words.count })
    : t(`labActions.${more}.time`, { time: extendBy });
}

function customTitleOf(t: Translate, lab: Lab): string {
  const longest = longestExtensionOf(lab);
  return Number.isFinite(longest)
    ? t('labActions.customUpTo', { time: formatDuration(longest) })
    : t('labActions.custom');
}

/** Extends a lab, in one of a few steps or by any time that it can have. */
export const ExtendMenu = ({
  lab,
  actions,
  may,
}: {
  lab: Lab;
  actions: LabActions;
  may: Pick<LabPermissions, 'isLoading' | 'mayUpdate'>;
}) => {
  const t = useTranslate();
  const [isChoosing, setChoosing] = useState(false);
  const extensions = extensionsOf(lab);
  return (
    <>
      <MenuTrigger>
        <Button
          variant="secondary"
          iconStart={<RiTimeLine />}
          iconEnd={<RiArrowDownSLine />}
          isPending={actions.pending === 'extend'}
        >
          {t('labActions.extend')}
        </Button>
        <Menu
          onAction={key =>
            key === CUSTOM ? setChoosing(true) : actions.extend(String(key))
          }
        >
          {extensions.length > 0 ? (
            [
              ...extensions.map(extension => (
                <MenuItem key={extension.extendBy} id={extension.extendBy}>
                  {titleOf(t, extension)}
                </MenuItem>
              )),
              <MenuItem key={CUSTOM} id={CUSTOM}>
                {customTitleOf(t, lab)}
              </MenuItem>,
            ]
          ) : (
            <MenuItem id="none" isDisabled>
              {t('labActions.longestLife')}
            </MenuItem>
          )}
        </Menu>
      </MenuTrigger>
      {isChoosing && (
        <ExtendDialog
          lab={lab}
          actions={actions}
          may={may}
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  );
};
