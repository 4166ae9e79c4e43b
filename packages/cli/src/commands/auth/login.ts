import type { Command } from 'commander';
import { text } from 'node:stream/consumers';
import { spawn } from 'node:child_process';
import {
  assertToken,
  isSafe,
  readPortalUrl,
  readToken,
  Session,
  signIn,
} from '../../auth';
import { assertInstanceName, InstanceStore, type Settings } from '../../config';
import { CliError, InterruptedError, UsageError } from '../../errors';
import { untilInterrupted } from '../../io';
import { plain } from '../../output';
import { type CommandContext, examples, labsOf } from '../CommandContext';
import { readPort } from '../options';

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, string[]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/**
 * Opens a link in the user's browser, without a shell. A missing browser is not an
 * error, because the link is printed as well.
 */
function openBrowser(
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

interface LoginOptions {
  url?: string;
  instance?: string;
  browser: boolean;
  port?: number;
  token?: string;
  tokenStdin?: boolean;
}

export function addLogin(auth: Command, context: CommandContext): void {
  const command = auth
    .command('login')
    .description('Sign in to a portal')
    .option(
      '--url <address>',
      'the address of the portal, such as https://portal.example.com',
    )
    .option('--instance <name>', 'the name of the portal for other commands')
    .option('--no-browser', 'only print the link')
    .option(
      '--port <port>',
      'the local port for the redirect of the browser (default: any)',
      readPort,
    )
    .option(
      '--token <->',
      'use a static token instead; "-" reads it from stdin',
    )
    .option('--token-stdin', 'the same as --token -')
    .action((options: LoginOptions) => login(context, options));
  examples(
    command,
    'pyk8s auth login --url https://portal.example.com',
    'pyk8s auth login --instance work --url https://portal.example.com',
    'pyk8s auth login --url https://portal.example.com --token-stdin < token.txt',
  );
}

async function login(
  context: CommandContext,
  options: LoginOptions,
): Promise<void> {
  const { io } = context;
  if (options.token !== undefined && options.token !== '-') {
    // Arguments are visible in the list of processes and in the shell's history.
    throw new UsageError(
      'A token is not given as an argument, where others could read it: --token - reads it from standard input.',
    );
  }
  const store = InstanceStore.create(io.env);
  const { url, instance } = target(await store.settings(), io.env, options);
  context.portal = url;
  // Checked before the user signs in.
  store.assertAvailable();
  if (!isSafe(url)) {
    io.stderr.write(
      `Warning: ${url} is not https: others on the network can read your credentials.\n`,
    );
  }
  const credentials =
    options.token === '-' || options.tokenStdin
      ? await readStaticToken(context)
      : await inBrowser(context, url, options);
  const session = new Session({
    url,
    store,
    credentials,
    signal: io.signal,
  });
  // Credentials are stored only if they work.
  await labsOf(session).getOptions();
  await store.save(instance, { url }, credentials);
  const { subject } = readToken(credentials.accessToken);
  io.stderr.write(
    `You are signed in to ${url}${
      subject ? ` as ${plain(subject)}` : ''
    }; this is the instance ${instance}.\n`,
  );
}

async function inBrowser(
  { io }: CommandContext,
  portal: string,
  { browser, port }: LoginOptions,
) {
  try {
    return await signIn({
      portal,
      port,
      signal: io.signal,
      open: link => {
        io.stderr.write(`Open this link to sign in, if no browser does:\n`);
        io.stderr.write(`  ${link}\n`);
        if (browser) {
          openBrowser(link, io.env);
        }
      },
      wait: result => untilInterrupted(result, io.signal),
    });
  } catch (error) {
    throw error instanceof InterruptedError || io.signal.aborted
      ? new InterruptedError('You are not signed in: nothing has changed.')
      : error;
  }
}

async function readStaticToken({ io }: CommandContext) {
  if (io.stdin.isTTY) {
    throw new UsageError(
      'There is no token on standard input: pyk8s auth login --url https://… --token-stdin < token.txt',
    );
  }
  const accessToken = (
    await untilInterrupted(text(io.stdin), io.signal)
  ).trim();
  try {
    assertToken(accessToken);
  } catch {
    throw new CliError(
      'What is on standard input is not a token: a token is one line without spaces, as the portal gave it.',
    );
  }
  return { accessToken, expiresAt: readToken(accessToken).expiresAt };
}

/** The portal to sign in to, and the name of its instance. */
function target(
  { current, instances }: Settings,
  env: CommandContext['io']['env'],
  options: LoginOptions,
): { url: string; instance: string } {
  const named = options.instance ?? (env.PYK8S_LAB_INSTANCE || undefined);
  if (named !== undefined) {
    assertInstanceName(named);
  }
  const typed = options.url ?? (env.PYK8S_LAB_URL || undefined);
  if (typed !== undefined) {
    const url = readPortalUrl(typed);
    const known = Object.keys(instances).find(
      name => instances[name].url === url,
    );
    return { url, instance: named ?? known ?? nameFor(url) };
  }
  const instance = named ?? current;
  if (instance === undefined || !Object.hasOwn(instances, instance)) {
    throw new UsageError(
      `Say where ${named ? `${named} is` : 'the portal is'}: pyk8s auth login${
        named ? ` --instance ${named}` : ''
      } --url https://portal.example.com`,
    );
  }
  return { url: instances[instance].url, instance };
}

function nameFor(url: string): string {
  const { hostname, port } = new URL(url);
  const name = `${hostname.replace(/[^A-Za-z0-9.-]/g, '')}${
    port ? `-${port}` : ''
  }`;
  return name.replace(/^[^A-Za-z0-9]+/, '').slice(0, 63) || 'portal';
}
