/** The variables that kind hands on to the nodes of a cluster. */
export const PROXIES = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'http_proxy',
  'https_proxy',
];

/**
 * Takes user and password out of the address of a proxy. Whatever is before the last
 * "@" goes: a password need not be escaped as it should be.
 */
export function withoutUserinfo(proxy: string): string {
  const at = proxy.lastIndexOf('@');
  if (at < 0) {
    return proxy;
  }
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(proxy)?.[0] ?? '';
  return scheme + proxy.slice(at + 1);
}

/** The variables of an environment whose proxy has a user or a password. */
export function proxiesWithUserinfo(environment: NodeJS.ProcessEnv): string[] {
  return PROXIES.filter(name => environment[name]?.includes('@'));
}
