const SECRET_NAME =
  '(?:token|secret|passw(?:or)?d|passphrase|pwd|cred(?:ential)?s?|(?:api|private|access|client)[-_]?key|auth)';

// Each repetition is bounded, so that no text takes long.
const SIGNS = [
  // NAME=value, "name": value, --name=value
  new RegExp(`${SECRET_NAME}[\\w.-]{0,64}["']?\\s{0,8}[=:]`, 'i'),
  // --name value
  new RegExp(`--?[\\w-]{0,64}${SECRET_NAME}[\\w-]{0,64}\\s`, 'i'),
  // What kubectl is given values of any kind with.
  /--(?:from-literal|docker-|env\b|overrides|patch\b)|\bset\s+env\b|\bconfig\s+set/i,
  // As MySQL and others take a password, and as a URL carries one.
  /\s-p[^\s=-]|\/\/[^\s/@:]{0,200}:[^\s/@]{1,200}@/,
  /\b(?:bearer|basic)\s|\beyJ[\w-]{8}/i,
  // Long words without a meaning that one could read.
  /[\w+/=]{32}/,
];

// Looking at secrets by their names gives none away; making them does.
const MAKES_SECRET = /\bsecrets?\b/i;
const ONLY_LOOKS = /^\S+\s+(?:get|describe|delete|explain)\b/i;

/**
 * True when a command looks as if it held a secret, so that it is not to be
 * written down. It rather takes a harmless one for secret than the reverse; what
 * gives no sign of being secret passes.
 */
export function holdsSecret(command: string): boolean {
  return (
    SIGNS.some(sign => sign.test(command)) ||
    (MAKES_SECRET.test(command) && !ONLY_LOOKS.test(command))
  );
}
