import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { labSchema, validateLab } from './lab';
import { LabPicker } from './LabPicker';
import { lifetimeSchema, validateLifetime } from './lifetime';
import { LifetimePicker } from './LifetimePicker';
import { validateVersion, versionSchema } from './version';
import { VersionPicker } from './VersionPicker';

/** `ui:field: LabLifetimePicker`. */
export const lifetimeField = createFormField({
  name: 'LabLifetimePicker',
  component: LifetimePicker,
  validation: validateLifetime,
  schema: lifetimeSchema,
});

/** `ui:field: LabVersionPicker`. */
export const versionField = createFormField({
  name: 'LabVersionPicker',
  component: VersionPicker,
  validation: validateVersion,
  schema: versionSchema,
});

/** `ui:field: LabPicker`. */
export const labField = createFormField({
  name: 'LabPicker',
  component: LabPicker,
  validation: validateLab,
  schema: labSchema,
});
