/**
 * Reads the steps of an installation from a README: the code blocks below the heading
 * that starts with "Install".
 *
 * - `sh` blocks: lines of `yarn --cwd <folder> add <packages>`
 * - `ts` blocks: code for the file that their first line names, as in
 *   `// packages/backend/src/index.ts`
 * - `yaml` blocks whose first line is `# app-config.yaml`: configuration
 *
 * @param {string} markdown
 * @returns {{add: {folder: string, packages: string[]}[], code: {file: string, text: string}[], config: string[]}}
 * @throws Error when there is no such heading, or another command
 */
export function readInstall(markdown) {
  const section = sectionOf(markdown);
  if (section === undefined) {
    throw new Error('There is no heading that begins with "Install".');
  }
  const steps = { add: [], code: [], config: [] };
  for (const { language, text } of codeBlocks(section)) {
    if (language === 'sh') {
      steps.add.push(...readAdds(text));
    } else if (language === 'ts') {
      const [, file, code] = /^\/\/ (\S+\.tsx?)\n([^]*)$/.exec(text) ?? [];
      if (file) {
        steps.code.push({ file, text: code });
      }
    } else if (language === 'yaml') {
      const [, config] = /^# app-config\.yaml\n([^]*)$/.exec(text) ?? [];
      if (config) {
        steps.config.push(config);
      }
    }
  }
  return steps;
}

function sectionOf(markdown) {
  const [, section] =
    /^## Install[^\n]*\n([^]*?)(?=^## |$(?![^]))/m.exec(markdown) ?? [];
  return section;
}

function* codeBlocks(markdown) {
  for (const [, language, text] of markdown.matchAll(
    /^```(\w+)\n([^]*?)^```$/gm,
  )) {
    yield { language, text };
  }
}

function readAdds(text) {
  return text
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .map(line => line.replace(/\s#.*$/, '').trim())
    .filter(line => line && !line.startsWith('#'))
    .map(line => {
      const [yarn, cwd, folder, add, ...packages] = line.split(/\s+/);
      const isStep =
        `${yarn} ${cwd} ${add}` === 'yarn --cwd add' &&
        packages.length > 0 &&
        packages.every(name => /^@?[\w./-]+$/.test(name));
      if (!isStep) {
        throw new Error(`This is no step of an installation: ${line}`);
      }
      return { folder, packages };
    });
}
