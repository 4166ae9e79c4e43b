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
 * Reads a Kubernetes quantity: cores such as `2`, `1.5` or `500m`, or bytes such
 * as `4Gi` or `1500M`. Exponents and suffixes above tera are not taken.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 * @returns undefined when it is none, or not above zero
 * @public
 */
export function parseQuantity(text: string): number | undefined {
  const match = /^(\d{1,15}(?:\.\d{1,9})?)(m|k|[KMGT]i?)?$/.exec(text);
  // "K" alone is no suffix of Kubernetes'.
  const factor = match && FACTORS[match[2] ?? ''];
  const value = match && factor ? Number(match[1]) * factor : 0;
  return value > 0 && Number.isFinite(value) ? value : undefined;
}

/**
 * Bytes for people, such as `4 GiB` or `1.5 GiB`.
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
