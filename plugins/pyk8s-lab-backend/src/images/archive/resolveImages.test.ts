import { gzipSync } from 'node:zlib';
import {
  configOf,
  contentOf,
  dockerSave,
  hexOf,
  json,
  layerOf,
  NAME,
  OCI,
  TestLayout,
  type Entries,
} from './__testUtils__/entries';
import { resolveImages } from './resolveImages';

const AMD64 = 'linux/amd64';
const ARM64 = 'linux/arm64/v8';
const REF_NAME = 'org.opencontainers.image.ref.name';

function resolve(entries: Entries, platform = AMD64) {
  return resolveImages(contentOf(entries), platform);
}

describe('resolveImages of what docker save wrote before version 25', () => {
  it('names images as containerd does', () => {
    const layers = [layerOf('one'), layerOf('two')];
    expect(
      resolve(dockerSave({ tags: ['app:1.0', 'x.io/team/app'], layers })),
    ).toEqual([
      {
        id: `sha256:${hexOf(configOf(layers))}`,
        names: [NAME, 'x.io/team/app:latest'],
        sizeBytes: 3000,
      },
    ]);
  });

  it('takes an image without layers', () => {
    const [image] = resolve(dockerSave({ layers: [] }));
    expect(image).toMatchObject({ names: [NAME], sizeBytes: 0 });
  });

  it('takes arm64 for arm64/v8, and the other way round', () => {
    expect(
      resolve(dockerSave({ platform: ARM64 }), 'linux/arm64'),
    ).toHaveLength(1);
    expect(
      resolve(dockerSave({ platform: 'linux/arm64' }), ARM64),
    ).toHaveLength(1);
  });

  it('follows a link to a layer that two images share', () => {
    const { 'a0/layer.tar': layer, ...others } = dockerSave();
    const entries = {
      ...others,
      'shared/layer.tar': layer,
      'a0/layer.tar': { linkTo: 'shared/layer.tar' },
    };
    expect(resolve(entries)).toEqual(resolve(dockerSave()));
  });

  it.each<[string, Entries, RegExp]>([
    [
      'an image for another platform',
      dockerSave({ platform: ARM64 }),
      /^The image docker.io\/library\/app:1.0 is for linux\/arm64, and the nodes of this lab are linux\/amd64: build it with docker build --platform linux\/amd64\.$/,
    ],
    [
      'an image for Windows',
      dockerSave({ platform: 'windows/amd64' }),
      /is for windows\/amd64, .* images for another operating system do not run there/,
    ],
    ['an image without a name', dockerSave({ tags: null }), /without a name/],
    ['an empty list of names', dockerSave({ tags: [] }), /without a name/],
    [
      'a name that is none',
      dockerSave({ tags: ['--all'] }),
      /"--all" is not an image name/,
    ],
    [
      'a name that names a digest',
      dockerSave({ tags: [`app@sha256:${'a'.repeat(64)}`] }),
      /needs a tag/,
    ],
    ['no image', { 'manifest.json': json([]) }, /holds no image/],
    [
      'too many names',
      dockerSave({ tags: Array.from({ length: 101 }, (_, n) => `app:${n}`) }),
      /more than 100 names/,
    ],
    [
      'too many images',
      { 'manifest.json': json(Array.from({ length: 101 }, () => ({}))) },
      /more than 100 images/,
    ],
    [
      'a list that is none',
      { 'manifest.json': json({}) },
      /manifest.json is not a list/,
    ],
    [
      'an entry that is none',
      { 'manifest.json': json(['x']) },
      /entry of manifest.json is not a JSON object/,
    ],
    [
      'layers that are none',
      { 'manifest.json': json([{ RepoTags: ['a'], Layers: [1] }]) },
      /a layer in manifest.json is not text/,
    ],
    [
      'broken JSON',
      { 'manifest.json': Buffer.from('[{') },
      /manifest.json is not valid JSON/,
    ],
    [
      'JSON that goes down endlessly',
      { 'manifest.json': Buffer.from('['.repeat(4_000_000)) },
      /manifest.json is not valid JSON/,
    ],
    [
      'no configuration',
      { 'manifest.json': dockerSave()['manifest.json'] },
      /the configuration of the image app:1.0 is missing/,
    ],
    [
      'no layer',
      { ...dockerSave(), 'a0/layer.tar': { linkTo: 'gone' } },
      /nothing is where a0\/layer.tar leads to/,
    ],
    [
      'a link to a link',
      {
        ...dockerSave(),
        'a0/layer.tar': { linkTo: 'b' },
        b: { linkTo: 'manifest.json' },
      },
      /nothing is where a0\/layer.tar leads to/,
    ],
    [
      'another layer',
      { ...dockerSave(), 'a0/layer.tar': layerOf('another') },
      /the checksum of the layer a0\/layer.tar of the image app:1.0 is wrong/,
    ],
    [
      'an empty layer',
      { ...dockerSave(), 'a0/layer.tar': Buffer.alloc(0) },
      /the checksum of the layer/,
    ],
    [
      'a configuration with another name',
      {
        ...dockerSave(),
        [`${hexOf(configOf([layerOf('one')]))}.json`]: configOf([]),
      },
      /the checksum of the configuration/,
    ],
    [
      'too few layers',
      {
        'c.json': configOf([layerOf('one')]),
        'manifest.json': json([
          { Config: 'c.json', RepoTags: ['app'], Layers: [] },
        ]),
      },
      /has 0 layers, and its configuration names 1/,
    ],
    [
      'a configuration without a platform',
      {
        'c.json': json({ rootfs: { diff_ids: [] } }),
        'manifest.json': json([{ Config: 'c.json', RepoTags: ['app'] }]),
      },
      /does not say which platform/,
    ],
    [
      'two images with one name',
      {
        ...dockerSave(),
        'c.json': configOf([]),
        'manifest.json': json([
          ...JSON.parse(dockerSave()['manifest.json'].toString()),
          { Config: 'c.json', RepoTags: ['app:1.0'], Layers: [] },
        ]),
      },
      /two images with the name docker.io\/library\/app:1.0/,
    ],
  ])('refuses %s', (_what, entries, message) => {
    expect(() => resolve(entries)).toThrow(message);
    expect(() => resolve(entries)).toThrow(
      expect.objectContaining({ name: 'InputError' }),
    );
  });
});

describe('resolveImages of OCI layouts', () => {
  it('takes an image with its names', () => {
    const layout = new TestLayout();
    const image = layout.image();
    const entries = layout
      .name(image)
      .name(image, { [REF_NAME]: 'x.io/app:2' })
      .entries();
    expect(resolve(entries)).toEqual([
      {
        id: `sha256:${hexOf(configOf([layerOf(AMD64)]))}`,
        names: [NAME, 'x.io/app:2'],
        sizeBytes: 1500,
      },
    ]);
  });

  it("prefers it to Docker's format, as containerd does", () => {
    const layout = new TestLayout();
    const entries = {
      ...dockerSave({ tags: ['other:1'] }),
      ...layout.name(layout.image()).entries(),
    };
    expect(resolve(entries)[0].names).toEqual([NAME]);
  });

  it('picks the platform of the nodes, and needs no other', () => {
    const layout = new TestLayout();
    const amd64 = layout.image();
    const arm64 = layout.image({ platform: ARM64 });
    const attestation = {
      ...layout.blob(`${OCI}.manifest.v1+json`, json({ a: 1 })),
      platform: { os: 'unknown', architecture: 'unknown' },
    };
    const gone = attestation.digest.slice('sha256:'.length);
    const entries = layout
      .name(layout.index([layout.index([arm64]), attestation, amd64]))
      .entries();
    const { [`blobs/sha256/${gone}`]: _gone, ...rest } = entries;
    expect(resolve(rest)[0].id).toBe(
      `sha256:${hexOf(configOf([layerOf(AMD64)]))}`,
    );
    const manifest = arm64.digest.slice('sha256:'.length);
    const { [`blobs/sha256/${manifest}`]: _manifest, ...incomplete } = rest;
    expect(resolve(incomplete)).toHaveLength(1);
    expect(() => resolve(incomplete, 'linux/arm64')).toThrow(
      /not complete: a manifest is missing/,
    );
    expect(() => resolve(rest, 'linux/s390x')).toThrow(
      /is for linux\/arm64, linux\/amd64, and the nodes .* linux\/s390x/,
    );
  });

  it('asks the configuration where the index does not tell the platform', () => {
    const layout = new TestLayout();
    const { platform: _, ...image } = layout.image({ platform: ARM64 });
    const entries = layout.name(layout.index([image])).entries();
    expect(resolve(entries, 'linux/arm64')).toHaveLength(1);
    expect(() => resolve(entries)).toThrow(/is for linux\/arm64/);
  });

  it('believes the configuration rather than the index', () => {
    const layout = new TestLayout();
    const image = layout.image({ platform: ARM64 });
    const entries = layout
      .name({ ...image, platform: { os: 'linux', architecture: 'amd64' } })
      .entries();
    expect(() => resolve(entries)).toThrow(/is for linux\/arm64/);
  });

  it('passes by what is only about an image', () => {
    const layout = new TestLayout();
    const signature = layout.image({
      changes: { artifactType: 'application/vnd.example.signature' },
      configType: 'application/vnd.oci.empty.v1+json',
    });
    const entries = layout.name(layout.image()).name(signature, {}).entries();
    expect(resolve(entries)).toHaveLength(1);
  });

  it('takes compressed layers by their names', () => {
    const layer = gzipSync(layerOf('one'));
    const layout = new TestLayout();
    const image = layout.image({
      changes: { layers: [layout.blob(`${OCI}.layer.v1.tar+gzip`, layer)] },
    });
    const content = layout.name(image).entries();
    const known = contentOf(content);
    jest.spyOn(known, 'blob').mockImplementation(digest => {
      const file = contentOf(content).blob(digest);
      return file?.sizeBytes === layer.length
        ? { ...file, unpackedDigest: undefined }
        : file;
    });
    expect(resolveImages(known, AMD64)[0].sizeBytes).toBe(layer.length);
  });

  it('does not walk an index that leads to itself a thousand times', () => {
    const layout = new TestLayout();
    let index = layout.image();
    for (let depth = 0; depth < 6; depth += 1) {
      index = layout.index(Array(100).fill(index));
    }
    expect(() => resolve(layout.name(index).entries())).toThrow(
      /more images than are read at once/,
    );
    let deep = layout.image();
    for (let depth = 0; depth < 20; depth += 1) {
      deep = layout.index([deep]);
    }
    expect(() => resolve(new TestLayout().name(deep).entries())).toThrow(
      /not complete/,
    );
    expect(() => resolve(layout.name(deep).entries())).toThrow(
      /more images than are read at once/,
    );
  });

  it.each<[string, (layout: TestLayout) => unknown, RegExp]>([
    [
      'an image without a name',
      layout => layout.name(layout.image(), {}),
      /without a name: save it by its name/,
    ],
    [
      'one that has only a tag',
      layout => layout.name(layout.image(), { [REF_NAME]: '1.0' }),
      /only the tag "1.0"/,
    ],
    [
      'a name that is not in full',
      layout => layout.name(layout.image(), { [REF_NAME]: 'app:1.0' }),
      /names its image "app:1.0", which pods would not find: name it in full, docker.io\/library\/app:1.0/,
    ],
    [
      'a name that is none',
      layout => layout.name(layout.image(), { [REF_NAME]: 'x.io/A b:1' }),
      /is not an image name/,
    ],
    [
      'a name that is not text',
      layout => layout.name(layout.image(), { [REF_NAME]: 1 }),
      /is not text/,
    ],
    [
      'a Helm chart',
      layout =>
        layout.name(
          layout.image({
            configType: 'application/vnd.cncf.helm.config.v1+json',
          }),
        ),
      /no image of a container but a Helm chart \(application\/vnd.cncf.helm/,
    ],
    [
      'something else, without a name',
      layout =>
        layout.name(
          layout.image({ configType: 'application/vnd.example' }),
          {},
        ),
      /something else \(application\/vnd.example\)/,
    ],
    [
      'an image of schema 1',
      layout =>
        layout.name({
          ...layout.image(),
          mediaType:
            'application/vnd.docker.distribution.manifest.v1+prettyjws',
        }),
      /schema 1/,
    ],
    [
      'a manifest that is an index',
      layout =>
        layout.name({
          ...layout.index([]),
          mediaType: `${OCI}.manifest.v1+json`,
        }),
      /is not an image manifest/,
    ],
    [
      'an index that is a manifest',
      layout =>
        layout.name({ ...layout.image(), mediaType: `${OCI}.index.v1+json` }),
      /is not an image index/,
    ],
    [
      'a layer of another kind',
      layout =>
        layout.name(
          layout.image({ layerType: `${OCI}.layer.v1.tar+gzip+encrypted` }),
        ),
      /a layer of the kind .*encrypted, which nodes do not unpack/,
    ],
    [
      'a layer that the configuration does not name',
      layout =>
        layout.name(
          layout.image({
            changes: {
              layers: [layout.blob(`${OCI}.layer.v1.tar`, layerOf('another'))],
            },
          }),
        ),
      /is not the one that the image's configuration names/,
    ],
    [
      'too many layers',
      layout =>
        layout.name(
          layout.image({
            layers: [],
            changes: {
              layers: [layout.blob(`${OCI}.layer.v1.tar`, layerOf('more'))],
            },
          }),
        ),
      /has 1 layers, and its configuration names 0/,
    ],
    [
      'a size that is wrong',
      layout => layout.name({ ...layout.image(), size: 1 }),
      /the size of sha256:.* is wrong/,
    ],
    [
      'a size that is none',
      layout => layout.name({ ...layout.image(), size: -1 }),
      /is not a number of bytes/,
    ],
    [
      'another kind of digest',
      layout =>
        layout.name({ ...layout.image(), digest: `sha512:${'a'.repeat(128)}` }),
      /only SHA-256/,
    ],
    [
      'a digest that leads elsewhere',
      layout => layout.name({ ...layout.image(), digest: 'sha256:../../x' }),
      /only SHA-256/,
    ],
    [
      'two images with one name',
      layout => {
        layout.name(layout.image());
        layout.name(layout.image({ layers: [layerOf('another')] }));
      },
      /two images with the name/,
    ],
    ['no image', () => {}, /holds no image/],
    [
      'an empty index',
      layout => layout.name(layout.index([])),
      /holds no image/,
    ],
  ])('refuses %s', (_what, make, message) => {
    const layout = new TestLayout();
    make(layout);
    const entries = layout.entries();
    expect(() => resolve(entries)).toThrow(message);
    expect(() => resolve(entries)).toThrow(
      expect.objectContaining({ name: 'InputError' }),
    );
  });

  it('names the part that is missing', () => {
    const layout = new TestLayout();
    const entries = layout.name(layout.index([layout.image()])).entries();
    for (const name of Object.keys(entries)) {
      const { [name]: _, ...rest } = entries;
      expect(() => resolve(rest)).toThrow(/is missing|oci-layout/);
    }
  });
});

describe('resolveImages of something else', () => {
  it.each<[string, Entries, RegExp]>([
    [
      'files',
      { 'etc/hosts': Buffer.from('') },
      /neither manifest.json nor index.json.*docker export.*Send what docker save writes/,
    ],
    [
      'an image in a folder',
      { 'my app/manifest.json': json([]) },
      /in a folder of the archive \(my app\/manifest.json\)/,
    ],
    ['an index alone', { 'index.json': json({}) }, /no file oci-layout/],
    [
      'an archive of a very old Docker',
      { repositories: json({}) },
      /older than 1.10/,
    ],
    [
      'another version of the layout',
      { 'oci-layout': json({ imageLayoutVersion: '2.0.0' }) },
      /OCI layout of version 2.0.0/,
    ],
    [
      'a layout that says nothing',
      { 'oci-layout': json({}) },
      /neither manifest.json nor index.json/,
    ],
  ])('refuses %s', (_what, entries, message) => {
    expect(() => resolve(entries)).toThrow(message);
  });
});
