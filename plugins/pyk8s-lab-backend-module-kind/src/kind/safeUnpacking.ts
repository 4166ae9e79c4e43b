/**
 * kind unpacks what `tar` in a node gives out, and writes what is named `../../x` out
 * of the directory that it was told: whoever is root in a node (and a lab's owner can
 * be) would write files on the portal's machine. With this, Go's reader of tar
 * archives refuses such names (https://pkg.go.dev/archive/tar#Reader.Next).
 */
export const UNPACK_SAFELY = { GODEBUG: 'tarinsecurepath=0' } as const;

/** The first Go that knows the setting. */
const MIN_GO = [1, 20] as const;

/**
 * @param versionOutput - what `kind version` printed
 * @throws Error when kind would not refuse those names
 */
export function assertUnpacksSafely(versionOutput: string): void {
  const [, major, minor] = /\bgo(\d+)\.(\d+)/.exec(versionOutput) ?? [];
  if (
    major === undefined ||
    Number(major) < MIN_GO[0] ||
    (Number(major) === MIN_GO[0] && Number(minor) < MIN_GO[1])
  ) {
    throw new Error(
      `The logs of a cluster cannot be exported safely with this kind (${versionOutput
        .trim()
        .slice(0, 80)}): install kind v0.20.0 or newer.`,
    );
  }
}
