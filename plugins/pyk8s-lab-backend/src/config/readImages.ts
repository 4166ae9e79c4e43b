import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { StrictConfig } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { parseImagePattern } from '../images/imagePatterns';
import type { ImageSettings, LogSettings } from './LabSettings';

const MEBIBYTE = 2 ** 20;
const GIBIBYTE = 2 ** 30;
const MAX_CONCURRENCY = 100;

/** @throws InputError naming the key that is unknown, wrong, or out of bounds */
export function readImages(rootConfig: Config): ImageSettings {
  const section = StrictConfig.create({
    config: rootConfig,
    key: 'pyk8sLab.images',
    known: ['maxArchive', 'hostImages', 'concurrency'],
  });
  const hostImages = section.strings('hostImages').map((text, index) => {
    try {
      return parseImagePattern(text);
    } catch (error) {
      throw new InputError(
        `${section.keyOf('hostImages')}[${index}] ${(error as Error).message}`,
      );
    }
  });
  return {
    maxArchiveBytes: readBytes(section, 'maxArchive', 4 * GIBIBYTE),
    hostImages,
    concurrency:
      section.wholeNumber('concurrency', { max: MAX_CONCURRENCY }) ?? 4,
  };
}

/** @throws InputError naming the key that is unknown, wrong, or out of bounds */
export function readLogs(rootConfig: Config): LogSettings {
  const section = StrictConfig.create({
    config: rootConfig,
    key: 'pyk8sLab.logs',
    known: ['maxArchive'],
  });
  return {
    maxArchiveBytes: readBytes(section, 'maxArchive', 512 * MEBIBYTE),
  };
}

function readBytes(
  section: StrictConfig,
  name: string,
  otherwise: number,
): number {
  const bytes = section.quantity(name)?.value ?? otherwise;
  if (!Number.isSafeInteger(bytes) || bytes < MEBIBYTE) {
    throw new InputError(
      `${section.keyOf(name)} must be whole bytes, from 1Mi on, such as 4Gi`,
    );
  }
  return bytes;
}
