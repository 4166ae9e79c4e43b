import { spawn } from 'node:child_process';

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, string[]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/**
 * Opens a link with the person's browser, without a shell. That there is none is
 * no error: the link is shown as well.
 */
export function openBrowser(
  link: string,
  env: Readonly<Record<string, string | undefined>>,
): void {
  const [file, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(file, [...args, link], {
    detached: true,
    stdio: 'ignore',
    env,
  });
  child.once('error', () => undefined);
  child.unref();
}
