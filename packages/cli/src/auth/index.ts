export { AuthServer } from './AuthServer';
export { openBrowser } from './openBrowser';
export { openSession } from './openSession';
export { isSafe, readPortalUrl } from './portalUrl';
export { Session } from './Session';
export { signIn } from './signIn';
export { assertToken, readToken } from './tokens';
