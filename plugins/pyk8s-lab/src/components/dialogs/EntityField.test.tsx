import type { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { EntityField } from './EntityField';

const COMPONENT = ['Component'] as const;
const OWNERS = ['Group', 'User'] as const;

const entity = (
  kind: string,
  name: string,
  changes: Partial<Entity> = {},
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, namespace: 'default', ...changes.metadata },
  spec: changes.spec,
});

const CHECKOUT = entity('Component', 'checkout', {
  metadata: { name: 'checkout', title: 'Checkout' },
});
const PAYMENTS = entity('Component', 'payments');
const DAN = entity('User', 'dan', {
  spec: { profile: { displayName: 'Dan Novak' } },
});

const renderField = (
  queryEntities: jest.Mock,
  props: Partial<Parameters<typeof EntityField>[0]> = {},
) => {
  const onChange = jest.fn();
  const Field = () => {
    const [value, setValue] = useState(props.value ?? '');
    return (
      <EntityField
        kinds={COMPONENT}
        label="Component"
        noneLabel="No component"
        {...props}
        value={value}
        onChange={next => {
          onChange(next);
          setValue(next);
        }}
      />
    );
  };
  renderInTestApp(<Field />, { apis: [[catalogApiRef, { queryEntities }]] });
  return { user: userEvent.setup(), onChange };
};

const finding = (...items: Entity[]) =>
  jest.fn(
    async ({ fullTextFilter }: { fullTextFilter?: { term: string } }) => ({
      items: items.filter(
        ({ metadata: { name, title = name } }) =>
          !fullTextFilter ||
          title.toLowerCase().includes(fullTextFilter.term.toLowerCase()),
      ),
      totalItems: 0,
      pageInfo: {},
    }),
  );

describe('EntityField', () => {
  // jsdom has none, and the list looks for its end with one.
  beforeAll(() => {
    Object.assign(globalThis, {
      IntersectionObserver: class {
        observe() {}
        unobserve() {}
        disconnect() {}
      },
    });
  });

  it('searches the catalog by what is typed', async () => {
    const queryEntities = finding(CHECKOUT, PAYMENTS);
    const { user, onChange } = renderField(queryEntities);
    const field = await screen.findByRole('combobox', { name: 'Component' });
    await user.type(field, 'check');
    await waitFor(() =>
      expect(queryEntities).toHaveBeenLastCalledWith(
        expect.objectContaining({
          filter: { kind: ['Component'] },
          fullTextFilter: expect.objectContaining({ term: 'check' }),
          limit: 25,
        }),
      ),
    );
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1));
    await user.click(screen.getByRole('option', { name: /Checkout/ }));
    expect(onChange).toHaveBeenLastCalledWith('component:default/checkout');
    // The name that was chosen stays: another would open the list again.
    expect(field).toHaveValue('Checkout');
    await waitFor(() => expect(screen.queryByRole('option')).toBeNull());
  });

  it('can be cleared', async () => {
    const { user, onChange } = renderField(finding(CHECKOUT), {
      value: 'component:default/checkout',
    });
    const field = await screen.findByRole('combobox', { name: 'Component' });
    await user.click(field);
    await user.keyboard('{ArrowDown}');
    await user.click(
      await screen.findByRole('option', { name: 'No component' }),
    );
    expect(onChange).toHaveBeenLastCalledWith('');
    await waitFor(() => expect(field).toHaveValue(''));
  });

  it('keeps the choice when another search is abandoned', async () => {
    const { user, onChange } = renderField(finding(PAYMENTS), {
      value: 'component:default/checkout',
    });
    const field = await screen.findByRole('combobox', { name: 'Component' });
    await user.clear(field);
    await user.type(field, 'pay');
    await screen.findByRole('option', { name: /payments/ });
    await user.tab();
    expect(onChange).not.toHaveBeenCalled();
    await waitFor(() => expect(field).toHaveValue('checkout (component)'));
  });

  it('names people by their display names, and leaves one out', async () => {
    const { user } = renderField(finding(DAN, entity('Group', 'team-a')), {
      kinds: OWNERS,
      label: 'New owner',
      noneLabel: undefined,
      exclude: 'group:default/team-a',
    });
    const field = await screen.findByRole('combobox', { name: 'New owner' });
    await user.click(field);
    await user.keyboard('{ArrowDown}');
    expect(
      await screen.findByRole('option', { name: /Dan Novak/ }),
    ).toBeVisible();
    expect(screen.queryByRole('option', { name: /team-a/ })).toBeNull();
  });

  it('says so when the catalog does not answer', async () => {
    renderField(jest.fn().mockRejectedValue(new Error('No connection')));
    const field = await screen.findByRole('combobox', { name: 'Component' });
    await waitFor(() =>
      expect(field).toHaveAccessibleDescription(
        'The catalog could not be searched: No connection',
      ),
    );
  });
});
