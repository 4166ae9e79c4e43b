import { screen, within } from '@testing-library/react';
import type { FakeLabApi } from './FakeLabApi';
import { renderLabs } from './renderLabs';

/** Opens the dialog that asks for a lab. */
export async function openCreateDialog(api: FakeLabApi) {
  const rendered = renderLabs('/labs', api);
  const { user } = rendered;
  await user.click(await screen.findByRole('button', { name: 'Create lab' }));
  const dialog = await screen.findByRole('dialog', { name: 'Create a lab' });
  const inDialog = within(dialog);
  const name = await inDialog.findByRole('textbox', { name: 'Name' });
  const ttl = inDialog.getByRole('textbox', { name: 'Lifetime' });
  const submit = inDialog.getByRole('button', { name: 'Create lab' });
  const write = async (field: HTMLElement, text: string) => {
    await user.clear(field);
    await user.type(field, text);
  };
  return { ...rendered, dialog, inDialog, name, ttl, submit, write };
}
