import { mockServices } from '@backstage/backend-test-utils';
import { aLab } from '../__testUtils__/builders';
import type { Clusters } from '../clusters/Clusters';
import type { LabStore } from '../database';
import { ImageSpread } from './ImageSpread';
import type { LabImages } from './LabImages';

describe('ImageSpread', () => {
  const lab = aLab();
  let now: number;
  let copy: jest.Mock<Promise<readonly string[] | undefined>, []>;
  let spread: ImageSpread;

  beforeEach(() => {
    now = 0;
    copy = jest.fn();
    spread = new ImageSpread({
      images: { spread: copy } as Partial<LabImages> as LabImages,
      store: {
        listEvents: async () => [],
        change: async () => lab,
      } as Partial<LabStore> as LabStore,
      onChanged: () => undefined,
      clusters: {} as Clusters,
      logger: mockServices.logger.mock(),
      now: () => new Date(now),
    });
  });

  const lookFor = async (seconds: number) => {
    for (const end = now + seconds * 1_000; now < end; now += 30_000) {
      await spread.look(lab);
    }
  };

  it('pauses longer and longer while it fails', async () => {
    copy.mockRejectedValue(new Error('no space left on device'));
    await lookFor(600);
    // 20, 40, 80, 160 and 320 s apart, each over with the look that follows it.
    expect(copy).toHaveBeenCalledTimes(5);
    copy.mockClear();
    await lookFor(3_600);
    expect(copy.mock.calls.length).toBeLessThanOrEqual(7);
  });

  it('does not pause when another image is on its way', async () => {
    copy.mockResolvedValue(undefined);
    await lookFor(300);
    expect(copy).toHaveBeenCalledTimes(10);
  });

  it('does not forget that it failed while another image is on its way', async () => {
    copy.mockRejectedValue(new Error('no space left on device'));
    await lookFor(300);
    copy.mockResolvedValueOnce(undefined);
    await lookFor(300);
    copy.mockClear();
    await lookFor(600);
    // The pauses are of 320 and 600 s by then.
    expect(copy).toHaveBeenCalledTimes(1);
  });

  it('does not hold back what another lab needs', async () => {
    copy.mockRejectedValue(new Error('no space left on device'));
    await spread.look(lab);
    await spread.look({ ...lab, id: 'another' });
    expect(copy).toHaveBeenCalledTimes(2);
  });
});
