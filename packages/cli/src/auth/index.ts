export { AuthServer } from './AuthServer';
export { openSession, openSessionAt } from './openSession';
export { isSafe, readPortalUrl } from './portalUrl';
export { retryLater } from './retryLater';
export { Session } from './Session';
export { signIn } from './signIn';
export { MIN_TOKEN_SECONDS, assertToken, readToken } from './tokens';
