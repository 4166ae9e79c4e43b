import {
  toastApiRef,
  type ToastApiMessage,
} from '@backstage/frontend-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { screen } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import type { ReactElement, ReactNode } from 'react';
import { labApiRef } from '../api';
import { LabsRouter } from '../components/LabsRouter';
import { labsRouteRef } from '../routes';
import { FakeLabApi } from './FakeLabApi';

/** A page of the plugin, in the hands of a test. */
export interface RenderedLabs {
  user: UserEvent;
  /** What the page has told the user so far. */
  toasts: ToastApiMessage[];
  toastTitles: () => ReactNode[];
  /** What analytics heard of labs so far: action, subject and attributes. */
  captured: () => [string, string, unknown][];
  /** The names of the permissions that were asked for, in order. */
  asked: () => string[];
  unmount: () => void;
}

/** Where a part of the plugin is shown, and to whom. */
export interface RenderOptions {
  api: FakeLabApi;
  /** The names of the permissions that the user has not. */
  denied?: readonly string[];
  /** The path that the part is under. */
  mountPath?: string;
  /** The path that is open. */
  path?: string;
  /** Where the portal's backend is. */
  baseUrl?: string;
}

/** Shows a part of the plugin to Ada, who is in the group of the compilers. */
export function renderPart(
  part: ReactElement,
  {
    api,
    denied = [],
    mountPath = '/',
    path = '/',
    baseUrl = 'https://portal.example.com',
  }: RenderOptions,
): RenderedLabs {
  const toasts: ToastApiMessage[] = [];
  const authorize = jest.fn(
    ({ permission }: { permission: { name: string } }) =>
      denied.includes(permission.name)
        ? AuthorizeResult.DENY
        : AuthorizeResult.ALLOW,
  );
  const analytics = mockApis.analytics();
  const rendered = renderInTestApp(part, {
    mountPath,
    initialRouteEntries: [path],
    mountedRoutes: { '/labs': labsRouteRef },
    apis: [
      [labApiRef, api],
      [
        toastApiRef,
        {
          post: (toast: ToastApiMessage) => {
            toasts.push(toast);
            return { close: () => {} };
          },
        },
      ],
      mockApis.permission({ authorize }),
      analytics,
      mockApis.discovery({ baseUrl }),
      // Of its own, so that nothing is left of the test before.
      mockApis.storage(),
      mockApis.identity({
        userEntityRef: 'user:default/ada',
        ownershipEntityRefs: ['user:default/ada', 'group:default/compilers'],
      }),
    ],
  });
  return {
    unmount: rendered.unmount,
    user: userEvent.setup(),
    toastTitles: () => toasts.map(({ title }) => title),
    toasts,
    captured: () =>
      analytics
        .getEvents()
        // The app itself tells of navigation.
        .filter(({ action }) => action !== 'navigate')
        .map(({ action, subject, attributes }) => [
          action,
          subject,
          attributes,
        ]),
    asked: () =>
      authorize.mock.calls.map(([{ permission }]) => permission.name),
  };
}

/**
 * Shows a page of the plugin to Ada.
 *
 * @param denied - the names of the permissions that she has not. What is allowed
 *   is remembered for a lab, so a lab of which other tests ask for permissions
 *   too needs an id of its own here.
 */
export function renderLabs(
  path: string,
  api: FakeLabApi,
  denied: readonly string[] = [],
): RenderedLabs {
  return renderPart(<LabsRouter />, {
    api,
    denied,
    mountPath: '/labs/*',
    path,
  });
}

/**
 * Shows the page of a lab to Ada.
 *
 * @param tab - what follows the lab's id in the URL, such as `/activity`
 */
export async function openLab(
  lab: Lab,
  tab = '',
  denied: readonly string[] = [],
) {
  const api = new FakeLabApi([lab]);
  const rendered = renderLabs(`/labs/${lab.id}${tab}`, api, denied);
  // A dialog hides what is behind it.
  await screen.findByRole('heading', { name: lab.name, hidden: true });
  return { ...rendered, api };
}
