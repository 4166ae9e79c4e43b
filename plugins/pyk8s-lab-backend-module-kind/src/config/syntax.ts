import { isIP } from 'node:net';

const HOST_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/i;

/** True for a host name (RFC 1123) or an IP address. */
export function isHost(text: string): boolean {
  if (isIP(text) !== 0) {
    return true;
  }
  const labels = text.split('.');
  return (
    text.length <= 253 &&
    labels.every(label => HOST_LABEL.test(label)) &&
    // Five numbers with dots are not a host name.
    !/^\d+$/.test(labels[labels.length - 1])
  );
}

const REGISTRY = /^[a-z0-9]([-.a-z0-9]*[a-z0-9])?(:\d{1,5})?$/i;
const PATH_PART = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** True for an image reference that Docker accepts, such as `kindest/node:v1`. */
export function isImageReference(text: string): boolean {
  const [named, digest, ...surplus] = text.split('@');
  if (surplus.length > 0 || (digest !== undefined && !DIGEST.test(digest))) {
    return false;
  }
  const parts = named.split('/');
  const [last, tag, ...rest] = parts[parts.length - 1].split(':');
  if (rest.length > 0 || (tag !== undefined && !TAG.test(tag))) {
    return false;
  }
  const path = [...parts.slice(0, -1), last];
  const [first] = path;
  const hasRegistry =
    path.length > 1 && (/[.:]/.test(first) || first === 'localhost');
  return (
    text.length <= 512 &&
    (!hasRegistry || REGISTRY.test(first)) &&
    path.slice(hasRegistry ? 1 : 0).every(part => PATH_PART.test(part))
  );
}

/** True for a valid name of a Kubernetes version, such as `v1.34.4`. */
export function isVersionName(text: string): boolean {
  return /^[a-z0-9][\w.+-]{0,62}$/i.test(text);
}
