import { UsageError } from '../errors';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Parses the address of a portal.
 * @returns it without a trailing slash
 * @throws UsageError
 */
export function readPortalUrl(text: string): string {
  let url: URL | undefined;
  try {
    url = new URL(text);
  } catch {
    // Reported below.
  }
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(
      `"${text.slice(
        0,
        100,
      )}" is not the address of a portal: give one such as https://portal.example.com.`,
    );
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new UsageError(
      'The address of a portal has no user, password, "?" or "#": give one such as https://portal.example.com.',
    );
  }
  return url.href.replace(/(?<!\/)\/+$/, '');
}

/** Whether requests to an address are encrypted or stay on this machine. */
export function isSafe(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || LOOPBACK.includes(hostname);
}
