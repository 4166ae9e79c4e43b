import { Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { RiArrowDownSLine, RiTimeLine } from '@remixicon/react';

const STEPS = [
  { id: '30m', title: '30 minutes more' },
  { id: '1h', title: '1 hour more' },
  { id: '2h', title: '2 hours more' },
];

/** Gives a lab more time, in one of a few steps. */
export const ExtendMenu = ({
  isPending,
  onExtend,
}: {
  isPending: boolean;
  /** Gets a duration such as `1h`. */
  onExtend: (extendBy: string) => void;
}) => (
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
      {STEPS.map(({ id, title }) => (
        <MenuItem key={id} id={id}>
          {title}
        </MenuItem>
      ))}
    </Menu>
  </MenuTrigger>
);
