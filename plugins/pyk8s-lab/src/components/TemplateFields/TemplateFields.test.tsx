import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import type { JsonObject } from '@backstage/types';
import { screen, waitFor } from '@testing-library/react';
import type { ComponentProps } from 'react';
import {
  aLab,
  anEvent,
  aPausedLab,
  aResponseError,
  FakeLabApi,
  someOptions,
} from '../../__testUtils__';
import { renderPart } from '../../__testUtils__/renderLabs';
import { validateLab } from './lab';
import { LabPicker } from './LabPicker';
import { validateLifetime } from './lifetime';
import { LifetimePicker } from './LifetimePicker';
import { validateVersion } from './version';
import { VersionPicker } from './VersionPicker';

type AnyField = ComponentProps<typeof Stepper>['extensions'][number];

const lifetime: AnyField = {
  name: 'LabLifetimePicker',
  component: LifetimePicker,
  validation: validateLifetime,
};
const version: AnyField = {
  name: 'LabVersionPicker',
  component: VersionPicker,
  validation: validateVersion,
};
const lab: AnyField = {
  name: 'LabPicker',
  component: LabPicker,
  validation: validateLab,
};

/** Shows a form of a template with one field, in the scaffolder's own stepper. */
function fill(
  field: AnyField,
  api: FakeLabApi,
  { property = {}, ...schema }: { property?: JsonObject; required?: string[] },
  initialState: Record<string, string> = {},
) {
  const onCreate = jest.fn(async (_values: Record<string, unknown>) => {});
  const rendered = renderPart(
    <Stepper
      manifest={{
        title: 'A form',
        steps: [
          {
            title: 'A step',
            schema: {
              type: 'object',
              ...schema,
              properties: {
                value: { type: 'string', 'ui:field': field.name, ...property },
              },
            },
          },
        ],
      }}
      extensions={[field]}
      initialState={initialState}
      onCreate={onCreate}
    />,
    { api },
  );
  const next = async () =>
    rendered.user.click(await screen.findByRole('button', { name: 'Review' }));
  const create = async () => {
    await next();
    await rendered.user.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    return onCreate.mock.calls[0][0];
  };
  return { ...rendered, next, create };
}

// The stepper scrolls to its top.
beforeEach(() => {
  jest.spyOn(window, 'scrollTo').mockImplementation();
});
afterEach(() => jest.restoreAllMocks());

describe('LabLifetimePicker', () => {
  it('gives a time that is chosen with one click', async () => {
    const { user, create } = fill(lifetime, new FakeLabApi(), {
      property: { title: 'How long', description: 'Time to live' },
    });
    expect(
      await screen.findByRole('textbox', { name: 'How long' }),
    ).toHaveAccessibleDescription('Time to live (from 5m to 1d)');
    await user.click(screen.getByRole('radio', { name: '4h' }));
    expect(await create()).toEqual({ value: '4h' });
  });

  it('offers the times of the template, as far as the user may have them', async () => {
    fill(lifetime, new FakeLabApi(), {
      property: { 'ui:options': { presets: ['10m', '30d'] } },
    });
    expect(await screen.findByRole('radio', { name: '10m' })).toBeVisible();
    expect(screen.getAllByRole('radio')).toHaveLength(1);
  });

  it('refuses a time beyond what the user may ask for', async () => {
    const api = new FakeLabApi();
    api.options = someOptions({
      ttl: { ...someOptions().ttl, maxSeconds: 3_600 },
    });
    const { user, next } = fill(lifetime, api, {});
    const field = await screen.findByRole('textbox', { name: 'Lifetime' });
    await user.type(field, '3h');
    await next();
    await waitFor(() => expect(field).toBeInvalid());
    expect(field).toHaveAccessibleDescription(/must be from 5m to 1h\./);
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
  });

  it('says why it cannot be filled in', async () => {
    const api = new FakeLabApi();
    api.getOptions.mockRejectedValue(
      await aResponseError(503, 'ServiceUnavailableError', 'No database'),
    );
    fill(lifetime, api, {});
    expect(screen.getByRole('status')).toHaveTextContent(/Loading/);
    expect(await screen.findByRole('alert')).toHaveTextContent('No database');
  });
});

describe('LabVersionPicker', () => {
  it('gives a version that the portal offers', async () => {
    const { user, create } = fill(version, new FakeLabApi(), {});
    await user.click(
      await screen.findByRole('button', { name: /Default of the portal/ }),
    );
    await user.click(await screen.findByRole('option', { name: 'v1.33.2' }));
    expect(await create()).toEqual({ value: 'v1.33.2' });
  });

  it('gives none unless one is chosen', async () => {
    const { create } = fill(version, new FakeLabApi(), {});
    await screen.findByRole('button', { name: /Default of the portal/ });
    expect((await create()).value).toBeUndefined();
  });

  it('can be emptied again', async () => {
    const { user, create } = fill(
      version,
      new FakeLabApi(),
      {},
      { value: 'v1.33.2' },
    );
    await user.click(await screen.findByRole('button', { name: /v1\.33\.2/ }));
    await user.click(
      await screen.findByRole('option', { name: /Default of the portal/ }),
    );
    expect((await create()).value).toBeUndefined();
  });

  it('refuses a version that is not offered', async () => {
    const { next } = fill(version, new FakeLabApi(), {}, { value: 'v1.20.0' });
    await screen.findByText('Kubernetes version');
    await next();
    expect(
      (
        await screen.findAllByText(
          /does not offer version v1.20.0. Choose one of: v1.34.4, v1.33.2/,
        )
      )[0],
    ).toBeVisible();
  });
});

describe('LabPicker', () => {
  const running = aLab({ id: '1', name: 'runs' });
  const paused = aPausedLab({ id: '2', name: 'paused' });

  it('gives the id of one of the labs that run', async () => {
    const { user, create } = fill(lab, new FakeLabApi([running, paused]), {});
    await user.click(await screen.findByRole('button', { name: /Lab/ }));
    expect(await screen.findByRole('option', { name: /runs/ })).toBeVisible();
    expect(screen.queryByRole('option', { name: /paused/ })).toBeNull();
    await user.click(screen.getByRole('option', { name: /runs/ }));
    expect(await create()).toEqual({ value: '1' });
  });

  it('gives the ref of its entity where the template wants that', async () => {
    const { user, create } = fill(lab, new FakeLabApi([running]), {
      property: { 'ui:options': { value: 'entityRef' } },
    });
    await user.click(await screen.findByRole('button', { name: /Lab/ }));
    await user.click(await screen.findByRole('option', { name: /runs/ }));
    expect(await create()).toEqual({ value: running.entityRef });
  });

  it('offers a lab as soon as it runs', async () => {
    const api = new FakeLabApi([paused]);
    fill(lab, api, {});
    expect(
      await screen.findByText(/None of your labs is running/),
    ).toBeVisible();
    expect(screen.getByRole('link', { name: /Create one/ })).toHaveAttribute(
      'href',
      '/labs',
    );
    api.stream.push(anEvent(1, { ...paused, status: 'RUNNING', version: 2 }));
    await waitFor(() =>
      expect(screen.queryByText(/None of your labs is running/)).toBeNull(),
    );
  });

  it('can be emptied again, even where no lab is left', async () => {
    const { user, create } = fill(
      lab,
      new FakeLabApi([paused]),
      {},
      { value: '2' },
    );
    await user.click(await screen.findByRole('button', { name: /Lab/ }));
    await user.click(await screen.findByRole('option', { name: 'No lab' }));
    expect((await create()).value).toBeUndefined();
  });

  it('has to be filled in where the template wants that', async () => {
    const { user } = fill(lab, new FakeLabApi([running]), {
      required: ['value'],
    });
    await user.click(await screen.findByRole('button', { name: /Lab/ }));
    expect(await screen.findAllByRole('option')).toHaveLength(1);
  });

  it('refuses a lab that does not run any more', async () => {
    const { next } = fill(
      lab,
      new FakeLabApi([paused, running]),
      {},
      {
        value: '2',
      },
    );
    await screen.findByText('Lab');
    await next();
    expect(
      (await screen.findAllByText(/is not running, or not yours/))[0],
    ).toBeVisible();
  });
});
