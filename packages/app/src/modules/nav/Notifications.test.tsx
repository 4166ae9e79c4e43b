import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  notificationsApiRef,
  notificationsPlugin,
  type NotificationsApi,
} from '@backstage/plugin-notifications';
import { signalApiRef } from '@backstage/plugin-signals-react';
import type { JsonObject } from '@backstage/types';
import { act, screen, waitFor } from '@testing-library/react';
import { Notifications } from './Notifications';

type Notification = Awaited<ReturnType<NotificationsApi['getNotification']>>;

const lab = { topic: 'pyk8s-lab', severity: 'normal' } as const;
const payloads = new Map<string, Notification['payload']>([
  [
    'ready',
    {
      ...lab,
      title: 'The lab demo is ready',
      scope: 'pyk8s-lab-5d0f-made',
      link: '/labs/5d0f',
    },
  ],
  [
    'expiring',
    {
      ...lab,
      title: 'The lab demo ends in 5 minutes',
      scope: 'pyk8s-lab-5d0f-expiring',
      link: '/labs/5d0f?extend',
    },
  ],
  ['task', { title: 'The template has run', severity: 'normal' }],
]);

describe('Notifications', () => {
  const show = async (path: string) => {
    let signal = (_message: JsonObject) => {};
    const getStatus = jest.fn(async () => ({ unread: 3, read: 0 }));
    renderInTestApp(<Notifications />, {
      mountPath: '/*',
      initialRouteEntries: [path],
      mountedRoutes: { '/notifications': notificationsPlugin.routes.root },
      apis: [
        [
          notificationsApiRef,
          {
            getStatus,
            getNotification: async (id: string) => ({
              id,
              user: 'user:default/alice',
              created: new Date(0),
              origin: 'plugin:pyk8s-lab',
              payload: payloads.get(id) ?? { title: id },
            }),
          },
        ],
        [
          signalApiRef,
          {
            subscribe: <TMessage extends JsonObject>(
              _channel: string,
              listener: (message: TMessage) => void,
            ) => {
              signal = message => listener(message as TMessage);
              return { unsubscribe: () => {} };
            },
          },
        ],
      ],
    });
    await screen.findByRole('link', { name: 'Notifications' });
    const notify = async (id: string) => {
      const counted = getStatus.mock.calls.length;
      await act(async () =>
        signal({ action: 'new_notification', notification_id: id }),
      );
      await waitFor(() =>
        expect(getStatus.mock.calls.length).toBeGreaterThan(counted),
      );
    };
    return { notify };
  };

  it('shows on Labs pages what these do not tell by themselves', async () => {
    const { notify } = await show('/labs');
    await notify('ready');
    await notify('expiring');
    expect(
      await screen.findByText('The lab demo ends in 5 minutes'),
    ).toBeVisible();
    await notify('task');
    expect(await screen.findByText('The template has run')).toBeVisible();
    expect(screen.queryByText('The lab demo is ready')).toBeNull();
  });

  it('shows elsewhere that a lab is ready', async () => {
    const { notify } = await show('/catalog');
    await notify('ready');
    expect(await screen.findByText('The lab demo is ready')).toBeVisible();
  });
});
