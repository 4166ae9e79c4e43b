import {
  ApiFactoryRegistry,
  ApiProvider,
  ApiResolver,
} from '@backstage/core-app-api';
import { SidebarItem } from '@backstage/core-components';
import {
  createApiFactory,
  useApi,
  useApiHolder,
} from '@backstage/frontend-plugin-api';
import {
  notificationsApiRef,
  NotificationsSidebarItem,
} from '@backstage/plugin-notifications';
import { type SignalApi, signalApiRef } from '@backstage/plugin-signals-react';
import { RiNotification2Line } from '@remixicon/react';
import { useMemo, useRef } from 'react';
import { useLocation } from 'react-router-dom';
import { isToldOn } from './isToldOn';
import styles from './Notifications.module.css';

/**
 * Signals that announce no notification of which the page tells by itself: it is
 * counted as unread, but not shown.
 *
 * @param isTold - whether the page tells of the notification with an id
 */
function quietSignals(
  signals: SignalApi,
  isTold: (id: string) => Promise<boolean>,
): SignalApi {
  return {
    subscribe: (channel, onMessage) =>
      signals.subscribe<Parameters<typeof onMessage>[0]>(
        channel,
        async message => {
          const { action, notification_id: id } = message;
          const isQuiet =
            action === 'new_notification' &&
            typeof id === 'string' &&
            // A duplicate is better than a notification that is missed.
            (await isTold(id).catch(() => false));
          onMessage(isQuiet ? { ...message, action: 'told' } : message);
        },
      ),
  };
}

// Other objects with the same in them would show the last notification again.
const SHOWN = { enabled: true, autoHideDuration: 15_000 };

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
 * Links to the notifications. Pages that show labs tell of what happens to these by
 * themselves: a second message of the same would only cover the first.
 */
export const Notifications = () => {
  const { pathname } = useLocation();
  const path = useRef(pathname);
  path.current = pathname;
  // Without signals nothing is announced.
  const signals = useApiHolder().get(signalApiRef);
  const notifications = useApi(notificationsApiRef);
  const apis = useMemo(() => {
    const registry = new ApiFactoryRegistry();
    if (signals) {
      const quiet = quietSignals(signals, async id => {
        const { payload } = await notifications.getNotification(id);
        return isToldOn(path.current, payload);
      });
      registry.register('app', createApiFactory(signalApiRef, quiet));
    }
    return new ApiResolver(registry);
  }, [signals, notifications]);
  return (
    <ApiProvider apis={apis}>
      <NotificationsSidebarItem
        snackbarProps={SHOWN}
        renderItem={NotificationsLink}
      />
    </ApiProvider>
  );
};
