/** What an image is made for. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  /** Of the architecture; empty for the usual one. */
  readonly variant: string;
}

const ARCHITECTURES: Readonly<Record<string, string>> = {
  i386: '386',
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
};
/** The variants that go without saying. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  amd64: ['v1'],
  arm64: ['8', 'v8', 'v8.0'],
};

/** A platform in the one way in which containerd compares them. */
export function platformOf(parts: {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}): Platform {
  const os = parts.os.toLowerCase();
  const written = parts.architecture.toLowerCase();
  const variant = (parts.variant ?? '').toLowerCase();
  if (written === 'armhf' || written === 'armel') {
    return {
      os,
      architecture: 'arm',
      variant: written === 'armhf' ? 'v7' : 'v6',
    };
  }
  const architecture = ARCHITECTURES[written] ?? written;
  if (architecture === 'arm') {
    return {
      os,
      architecture,
      variant: /^\d$/.test(variant) ? `v${variant}` : variant || 'v7',
    };
  }
  return {
    os,
    architecture,
    variant: USUAL[architecture]?.includes(variant) ? '' : variant,
  };
}

/** @param text - as OCI writes it: `linux/amd64`, `linux/arm/v7` */
export function parsePlatform(text: string): Platform {
  const [os, architecture = '', variant] = text.split('/');
  return platformOf({ os, architecture, variant });
}

/** As OCI writes it. */
export function formatPlatform(platform: Platform): string {
  const { os, architecture, variant } = platform;
  return [os, architecture, ...(variant ? [variant] : [])].join('/');
}

export function isSamePlatform(a: Platform, b: Platform): boolean {
  return (
    a.os === b.os &&
    a.architecture === b.architecture &&
    a.variant === b.variant
  );
}
