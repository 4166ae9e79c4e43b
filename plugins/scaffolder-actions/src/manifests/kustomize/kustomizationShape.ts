import {
  file,
  fileOrText,
  keyedFile,
  listOf,
  mapOf,
  oneOf,
  resource,
  scalar,
  scalars,
  type Shape,
} from './shapes';

const gvk = { group: scalar, version: scalar, kind: scalar };

const selector = mapOf({
  ...gvk,
  name: scalar,
  namespace: scalar,
  labelSelector: scalar,
  annotationSelector: scalar,
});

const fieldSpecs = listOf(mapOf({ ...gvk, path: scalar, create: scalar }));

const generatorOptions = mapOf({
  labels: scalars,
  annotations: scalars,
  disableNameSuffixHash: scalar,
  immutable: scalar,
});

const generator = {
  name: scalar,
  namespace: scalar,
  behavior: scalar,
  literals: listOf(scalar),
  files: listOf(keyedFile),
  envs: listOf(file),
  env: file,
  options: generatorOptions,
};

const replacementOptions = mapOf({
  delimiter: scalar,
  index: scalar,
  encoding: scalar,
  create: scalar,
});

const replacement = mapOf({
  path: file,
  source: mapOf({
    ...gvk,
    name: scalar,
    namespace: scalar,
    fieldPath: scalar,
    options: replacementOptions,
  }),
  sourceValue: scalar,
  targets: listOf(
    mapOf({
      select: selector,
      reject: listOf(selector),
      fieldPaths: listOf(scalar),
      options: replacementOptions,
    }),
  ),
});

const patch = mapOf({
  path: file,
  patch: scalar,
  target: selector,
  options: mapOf({ allowNameChange: scalar, allowKindChange: scalar }),
});

/**
 * All that a kustomization may say. What runs programs or fetches charts, such as
 * generators, transformers and helmCharts, is not in it.
 */
export const kustomizationShape: Shape = mapOf({
  apiVersion: scalar,
  kind: scalar,
  metadata: mapOf({
    name: scalar,
    namespace: scalar,
    labels: scalars,
    annotations: scalars,
  }),
  resources: listOf(resource),
  bases: listOf(resource),
  components: listOf(resource),
  crds: listOf(file),
  configurations: listOf(file),
  openapi: mapOf({ path: file }),
  namespace: scalar,
  namePrefix: scalar,
  nameSuffix: scalar,
  commonLabels: scalars,
  commonAnnotations: scalars,
  labels: listOf(
    mapOf({
      pairs: scalars,
      includeSelectors: scalar,
      includeTemplates: scalar,
      fields: fieldSpecs,
    }),
  ),
  images: listOf(
    mapOf({
      name: scalar,
      newName: scalar,
      newTag: scalar,
      tagSuffix: scalar,
      digest: scalar,
    }),
  ),
  replicas: listOf(mapOf({ name: scalar, count: scalar })),
  vars: listOf(
    mapOf({
      name: scalar,
      objref: mapOf({
        ...gvk,
        apiVersion: scalar,
        name: scalar,
        namespace: scalar,
      }),
      fieldref: mapOf({ fieldPath: scalar, fieldpath: scalar }),
    }),
  ),
  patches: listOf(patch),
  patchesJson6902: listOf(patch),
  patchesStrategicMerge: listOf(fileOrText),
  replacements: listOf(replacement),
  configMapGenerator: listOf(mapOf(generator)),
  secretGenerator: listOf(mapOf({ ...generator, type: scalar })),
  generatorOptions,
  // Origins would be those of the copy.
  buildMetadata: listOf(oneOf('managedByLabel')),
  sortOptions: mapOf({
    order: scalar,
    legacySortOptions: mapOf({
      orderFirst: listOf(scalar),
      orderLast: listOf(scalar),
    }),
  }),
});
