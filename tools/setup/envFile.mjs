/** Reads lines of the form `NAME=value`; everything else is left out. */
export function parseEnvFile(text) {
  const entries = text
    .split(/\r?\n/)
    .map(line => /^(?:export )?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line))
    .filter(Boolean)
    .map(([, name, value]) => [name, value.trim()]);
  return Object.fromEntries(entries);
}
