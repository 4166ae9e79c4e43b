import { NotificationsSidebarItem } from '@backstage/plugin-notifications';
import { useLocation } from 'react-router-dom';
import { tellsOfLabs } from './tellsOfLabs';

// Other objects with the same in them would show the last notification again.
const SHOWN = { enabled: true, autoHideDuration: 15_000 };
const NOT_SHOWN = { ...SHOWN, enabled: false };

/**
 * The way to notifications. Pages that show labs tell of what happens to these by
 * themselves: a second message of the same would only cover the first.
 */
export const Notifications = () => {
  const { pathname } = useLocation();
  const isTold = tellsOfLabs(pathname);
  return (
    <NotificationsSidebarItem
      // What came on the page before is not shown on the next.
      key={isTold ? 'told' : 'shown'}
      snackbarProps={isTold ? NOT_SHOWN : SHOWN}
    />
  );
};
