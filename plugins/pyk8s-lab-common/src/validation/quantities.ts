const FACTORS: Readonly<Record<string, number>> = {
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/**
 * Parses a Kubernetes quantity: cores such as `2`, `1.5` or `500m`, or bytes such as
 * `4Gi` or `1500M`. Exponents and suffixes above tera are not supported.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 * @returns undefined for an invalid quantity, or one that is not above zero
 * @public
 */
export function parseQuantity(text: string): number | undefined {
  const match = /^(\d{1,15}(?:\.\d{1,9})?)(m|k|[KMGT]i?)?$/.exec(text);
  // Kubernetes has "k" and "Ki", but no "K".
  const factor = match && FACTORS[match[2] ?? ''];
  const value = match && factor ? Number(match[1]) * factor : 0;
  return value > 0 && Number.isFinite(value) ? value : undefined;
}

/**
 * Formats bytes for people, such as `4 GiB` or `1.5 GiB`.
 * @public
 */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(
    units.length - 1,
    bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10),
  );
  const value = bytes / 2 ** (10 * power);
  return `${Number(value.toFixed(value < 10 ? 1 : 0))} ${units[power]}`;
}
