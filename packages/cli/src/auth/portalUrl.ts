import { UsageError } from '../errors';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Reads the address of a portal.
 * @returns it without a slash at its end
 * @throws UsageError
 */
export function readPortalUrl(text: string): string {
  let url: URL | undefined;
  try {
    url = new URL(text);
  } catch {
    // It is said below.
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

/** Whether what is sent to an address can be read by nobody on the way. */
export function isSafe(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || LOOPBACK.includes(hostname);
}
