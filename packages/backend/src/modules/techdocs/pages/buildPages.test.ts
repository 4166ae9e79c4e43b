import { createMockDirectory } from '@backstage/backend-test-utils';
import { readFile, symlink } from 'node:fs/promises';
import { buildPages } from './buildPages';

const source = createMockDirectory();
const output = createMockDirectory();

const build = () =>
  buildPages({
    inputDir: source.path,
    outputDir: output.path,
    etag: 'one',
  });
const built = (file: string) => readFile(output.resolve(file), 'utf8');

describe('buildPages', () => {
  beforeEach(() => {
    source.clear();
    output.clear();
  });

  it('builds the pages of a site, and how to get from one to another', async () => {
    source.setContent({
      'mkdocs.yml': `
site_name: Checkout
nav:
  - Home: index.md
  - Guides:
      - Deploy: guides/deploy.md
markdown_extensions:
  - emoji: { generator: !!python/name:materialx.emoji.to_svg }
`,
      docs: {
        'index.md': '# Welcome\n\nSee [deploy](guides/deploy.md#by-hand).\n',
        guides: {
          'deploy.md':
            '# Deploy\n\n## By hand\n\n## By hand\n\n[Home](../index.md) ![A map](../map.png)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n',
        },
        'map.png': 'png',
      },
    });
    await build();
    const home = await built('index.html');
    expect(home).toContain('<h1 id="welcome">Welcome</h1>');
    expect(home).toContain('href="guides/deploy/#by-hand"');
    expect(home).toMatch(
      /<a class="md-nav__link" href=".\/guides\/deploy\/">Deploy/,
    );
    const deploy = await built('guides/deploy/index.html');
    expect(deploy).toContain('<h2 id="by-hand">');
    expect(deploy).toContain('<h2 id="by-hand_1">');
    expect(deploy).toContain('href="../../">Home</a>');
    expect(deploy).toContain('src="../../map.png"');
    expect(deploy).toContain('<td>2</td>');
    expect(deploy).toContain('aria-current="page">Deploy</a>');
    expect(await built('map.png')).toBe('png');

    const [, stylesheet] = /href="(.\/assets[^"]+)"/.exec(home) ?? [];
    // The only name that TechDocs lets through.
    expect(stylesheet).toMatch(/main\.[0-9a-f]{8}\.min\.css$/);
    expect(await built(stylesheet)).toContain('.md-typeset');
    expect(JSON.parse(await built('techdocs_metadata.json'))).toMatchObject({
      site_name: 'Checkout',
      etag: 'one',
      files: expect.arrayContaining(['index.html', 'guides/deploy/index.html']),
    });
    const { docs } = JSON.parse(await built('search/search_index.json'));
    expect(docs).toContainEqual(
      expect.objectContaining({ location: 'guides/deploy/', title: 'Deploy' }),
    );
  });

  it('takes every page where no navigation is given', async () => {
    source.setContent({
      'mkdocs.yml': 'site_name: Docs',
      docs: { 'README.md': '# First', 'b.md': 'No heading' },
    });
    await build();
    expect(await built('index.html')).toMatch(/href=".\/b\/">b<\/a>/);
  });

  it('shows what is no Markdown as text, and follows no link out of the folder', async () => {
    source.setContent({
      'mkdocs.yml': 'site_name: "<b>"',
      docs: {
        'index.md':
          '# <img src=x onerror=alert(1)>\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))\n',
      },
      'secret.txt': 'secret',
    });
    await symlink(source.resolve('secret.txt'), source.resolve('docs/s.txt'));
    await build();
    const home = await built('index.html');
    expect(home).not.toMatch(/<script|<img|<b>|href="javascript/);
    await expect(built('s.txt')).rejects.toThrow('ENOENT');
  });

  it.each(['..', '/etc', 'link'])(
    'reads nothing outside of the source: docs_dir %s',
    async docsDir => {
      source.setContent({ 'mkdocs.yml': `site_name: x\ndocs_dir: ${docsDir}` });
      await symlink('/etc', source.resolve('link'));
      await expect(build()).rejects.toThrow(
        'must be a folder inside of the source',
      );
    },
  );
});
