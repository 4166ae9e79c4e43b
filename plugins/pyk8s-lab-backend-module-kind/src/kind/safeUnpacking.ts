/**
 * kind unpacks the output of `tar` in a node, and follows names such as `../../x`: root
 * in a node, which a lab's owner is, could write files on the portal's machine. With
 * this setting Go's reader of tar archives refuses such names
 * (https://pkg.go.dev/archive/tar#Reader.Next).
 */
export const UNPACK_SAFELY = { GODEBUG: 'tarinsecurepath=0' } as const;

/** The first version of Go with the setting. */
const MIN_GO = [1, 20] as const;

/**
 * @param versionOutput - of `kind version`
 * @throws Error when kind would not refuse such names
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
