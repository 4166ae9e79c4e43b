import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  MAX_MANIFEST_BYTES,
  packManifests,
  problemOf,
  type GivenManifests,
} from './packManifests';

const given = (files: readonly File[] = [], text = ''): GivenManifests => ({
  files,
  text,
});
const yaml = (name: string, content = 'kind: List') =>
  Object.assign(new File([content], name), {
    arrayBuffer: async () => Uint8Array.from(Buffer.from(content)).buffer,
  });
const bytesOf = async (blob: Blob) => Buffer.from(await blob.arrayBuffer());

describe('problemOf', () => {
  it.each<[string, GivenManifests, string | undefined]>([
    ['nothing', given(), 'nothing'],
    ['blanks', given([], ' \n'), 'nothing'],
    ['text', given([], 'kind: List'), undefined],
    ['files', given([yaml('a.yml'), yaml('b.JSON')]), undefined],
    ['an archive', given([yaml('app.tar.gz')]), undefined],
    ['an archive and text', given([yaml('app.tgz')], 'kind: List'), 'mixed'],
    ['two archives', given([yaml('a.tar'), yaml('b.tar')]), 'mixed'],
    ['a picture', given([yaml('a.png')]), 'kind'],
  ])('of %s', (_, manifests, problem) => {
    expect(problemOf(manifests)).toBe(problem);
  });

  it('finds what is larger than the API takes', () => {
    const file = yaml('a.yaml');
    Object.defineProperty(file, 'size', { value: MAX_MANIFEST_BYTES });
    expect(problemOf(given([file]))).toBeUndefined();
    expect(problemOf(given([file], 'x'))).toBe('size');
  });
});

describe('packManifests', () => {
  it('writes what tar reads, with names that are plain', async () => {
    const content = `kind: List # ${'é'.repeat(700)}\n`;
    const { archive, options } = await packManifests(
      given([yaml('a.yaml', content), yaml('../ä b.YAML')], 'kind: Pod\n'),
      '',
    );
    expect(options).toEqual({});
    const folder = mkdtempSync(join(tmpdir(), 'pyk8s-lab-tar-'));
    try {
      writeFileSync(join(folder, 'a.tar'), await bytesOf(archive));
      const printed = execFileSync('tar', ['-xvf', 'a.tar'], { cwd: folder });
      expect(printed.toString().trim().split('\n')).toEqual([
        '1-a.yaml',
        '2-..___b.yaml',
        'pasted.yaml',
      ]);
      expect(readFileSync(join(folder, '1-a.yaml'), 'utf8')).toBe(content);
      expect(readFileSync(join(folder, 'pasted.yaml'), 'utf8')).toBe(
        'kind: Pod\n',
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('sends an archive as it is, whole or the kustomization in it', async () => {
    const archive = yaml('app.tgz');
    expect(await packManifests(given([archive]), '')).toEqual({
      archive,
      options: { recursive: true },
    });
    expect(await packManifests(given([archive]), ' overlays/dev ')).toEqual({
      archive,
      options: { paths: ['overlays/dev'], kustomize: true },
    });
  });
});
