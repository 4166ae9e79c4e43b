import { ownContainerId } from './ownContainer';

const id = 'a'.repeat(64);

describe('ownContainerId', () => {
  it('is undefined outside of containers', () => {
    expect(
      ownContainerId({ hostname: 'pc', isContainer: false, mountInfo: '' }),
    ).toBeUndefined();
  });

  it("is read from Docker's mounts", () => {
    const mountInfo = `612 597 254:1 /var/lib/docker/containers/${id}/hostname /etc/hostname rw - ext4 /dev/vda1 rw`;

    expect(
      ownContainerId({ hostname: 'portal', isContainer: true, mountInfo }),
    ).toBe(id);
  });

  it('defaults to the host name', () => {
    expect(
      ownContainerId({ hostname: 'abc123', isContainer: true, mountInfo: '' }),
    ).toBe('abc123');
  });
});
