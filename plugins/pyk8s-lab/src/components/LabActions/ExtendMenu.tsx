import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { RiArrowDownSLine, RiTimeLine } from '@remixicon/react';
import { type Extension, extensionsOf } from '../../labs';
import { type Translate, useTranslate } from '../../translation';

const IN_WORDS: Record<string, { unit: 'minutes' | 'hours'; count: number }> = {
  '30m': { unit: 'minutes', count: 30 },
  '1h': { unit: 'hours', count: 1 },
  '2h': { unit: 'hours', count: 2 },
};

function titleOf(t: Translate, { extendBy, isLast }: Extension): string {
  const more = isLast ? 'lastMore' : 'more';
  const words = IN_WORDS[extendBy];
  return words
    ? t(`labActions.${more}.${words.unit}`, { count: words.count })
    : t(`labActions.${more}.time`, { time: extendBy });
}

/** Gives a lab more time, in one of a few steps. */
export const ExtendMenu = ({
  lab,
  isPending,
  onExtend,
}: {
  lab: Lab;
  isPending: boolean;
  /** Gets a duration such as `1h`. */
  onExtend: (extendBy: string) => void;
}) => {
  const t = useTranslate();
  const extensions = extensionsOf(lab);
  return (
    <MenuTrigger>
      <Button
        variant="secondary"
        iconStart={<RiTimeLine />}
        iconEnd={<RiArrowDownSLine />}
        isPending={isPending}
      >
        {t('labActions.extend')}
      </Button>
      <Menu onAction={key => onExtend(String(key))}>
        {extensions.length > 0 ? (
          extensions.map(extension => (
            <MenuItem key={extension.extendBy} id={extension.extendBy}>
              {titleOf(t, extension)}
            </MenuItem>
          ))
        ) : (
          <MenuItem id="none" isDisabled>
            {t('labActions.longestLife')}
          </MenuItem>
        )}
      </Menu>
    </MenuTrigger>
  );
};
