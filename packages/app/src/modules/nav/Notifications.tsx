import { SidebarItem } from '@backstage/core-components';
import { NotificationsSidebarItem } from '@backstage/plugin-notifications';
import { RiNotification2Line } from '@remixicon/react';
import { useLocation } from 'react-router-dom';
import styles from './Notifications.module.css';
import { tellsOfLabs } from './tellsOfLabs';

// Other objects with the same in them would show the last notification again.
const SHOWN = { enabled: true, autoHideDuration: 15_000 };
const NOT_SHOWN = { ...SHOWN, enabled: false };

const MOST = 99;

const NotificationsIcon = () => <RiNotification2Line />;

/** As Backstage's own, whose number is a grid that takes the keyboard's focus. */
const NotificationsLink = ({
  unreadCount,
  to,
  onClick,
}: {
  unreadCount: number;
  to: string;
  onClick: () => void;
}) => (
  <SidebarItem
    to={to}
    onClick={onClick}
    text="Notifications"
    icon={NotificationsIcon}
  >
    {unreadCount > 0 && (
      <span className={styles.unread}>
        {unreadCount > MOST ? `${MOST}+` : unreadCount}
      </span>
    )}
  </SidebarItem>
);

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
      renderItem={NotificationsLink}
    />
  );
};
