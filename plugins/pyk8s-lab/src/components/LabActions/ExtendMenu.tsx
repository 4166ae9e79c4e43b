import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { RiArrowDownSLine, RiTimeLine } from '@remixicon/react';
import { type Extension, extensionsOf } from '../../labs';

const TITLES: Record<string, string> = {
  '30m': '30 minutes more',
  '1h': '1 hour more',
  '2h': '2 hours more',
};

function titleOf({ extendBy, isLast }: Extension): string {
  const title = TITLES[extendBy] ?? `${extendBy} more`;
  return isLast ? `${title}, then no more` : title;
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
  const extensions = extensionsOf(lab);
  return (
    <MenuTrigger>
      <Button
        variant="secondary"
        iconStart={<RiTimeLine />}
        iconEnd={<RiArrowDownSLine />}
        isPending={isPending}
      >
        Extend
      </Button>
      <Menu onAction={key => onExtend(String(key))}>
        {extensions.length > 0 ? (
          extensions.map(extension => (
            <MenuItem key={extension.extendBy} id={extension.extendBy}>
              {titleOf(extension)}
            </MenuItem>
          ))
        ) : (
          <MenuItem id="none" isDisabled>
            It has reached its longest life
          </MenuItem>
        )}
      </Menu>
    </MenuTrigger>
  );
};
