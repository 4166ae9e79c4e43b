import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';

/** `ui:field: LabLifetimePicker` in templates. */
export const lifetimePicker = FormFieldBlueprint.make({
  name: 'lifetime-picker',
  params: {
    field: () =>
      import('../components/TemplateFields/fields').then(
        ({ lifetimeField }) => lifetimeField,
      ),
  },
});

/** `ui:field: LabVersionPicker` in templates. */
export const versionPicker = FormFieldBlueprint.make({
  name: 'version-picker',
  params: {
    field: () =>
      import('../components/TemplateFields/fields').then(
        ({ versionField }) => versionField,
      ),
  },
});

/** `ui:field: LabPicker` in templates. */
export const labPicker = FormFieldBlueprint.make({
  name: 'lab-picker',
  params: {
    field: () =>
      import('../components/TemplateFields/fields').then(
        ({ labField }) => labField,
      ),
  },
});
