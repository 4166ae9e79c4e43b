import type { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';

/** The longest URL, and the longest header, that the log of requests has. */
const MAX_LOGGED = 2_048;

/** What Backstage's log of requests has, beside the URL. */
const HEADERS = ['referer', 'user-agent'] as const;

/**
 * Cuts what Backstage logs of a request, since the server reads long URLs. Only when
 * the response is finished: proxies and routers read the whole URL until then.
 *
 * Has to come before the log.
 */
export function cutLogged(): ReturnType<MiddlewareFactory['logging']> {
  return (req, res, next) => {
    res.on('finish', () => {
      req.originalUrl = cut(req.originalUrl);
      for (const name of HEADERS) {
        const value = req.headers[name];
        if (value !== undefined) {
          req.headers[name] = cut(value);
        }
      }
    });
    next();
  };
}

function cut(text: string): string {
  return text.length > MAX_LOGGED ? `${text.slice(0, MAX_LOGGED)}…` : text;
}
