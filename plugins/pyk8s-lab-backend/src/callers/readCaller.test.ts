import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { UnsecuredJWT } from 'jose';
import { readCaller, readReader, type AnyRequest } from './readCaller';

const SERVICE = {
  subject: 'external:github:repo:acme/shop',
  user: 'user:default/ci',
  groups: ['group:default/team-a'],
};
const END = new Date('2026-12-01T10:00:00Z');

const ask = (
  subject: string,
  token = 'static',
  restrictions?: Parameters<typeof mockCredentials.service>[1],
) => {
  const req = {
    headers: { authorization: `Bearer ${token}` },
  } as AnyRequest;
  const services = {
    httpAuth: mockServices.httpAuth.mock({
      credentials: async () =>
        mockCredentials.service(subject, restrictions) as never,
    }),
    userInfo: mockServices.userInfo.mock(),
    externalServices: [SERVICE],
  };
  return {
    caller: () => readCaller(req, services),
    reader: () => readReader(req, services),
  };
};

describe('a service from outside the portal', () => {
  it('is who the settings say, until its token ends', async () => {
    const token = new UnsecuredJWT({}).setExpirationTime(END).encode();
    const { caller, reader } = ask(SERVICE.subject, token);
    const expected = {
      userRef: SERVICE.user,
      ownershipRefs: [SERVICE.user, ...SERVICE.groups],
      isService: true,
      serviceSubject: SERVICE.subject,
      expiresAt: END,
    };
    expect(await caller()).toMatchObject(expected);
    expect(await reader()).toMatchObject(expected);
  });

  it('has no end with a static token', async () => {
    const { expiresAt } = await ask(SERVICE.subject).caller();
    expect(expiresAt).toBeUndefined();
  });

  it('is rejected unless the settings name it in full', async () => {
    for (const subject of ['external:github:repo:acme/shop2', 'external:']) {
      await expect(ask(subject).caller()).rejects.toThrow('pyk8sLab.services');
      await expect(ask(subject).reader()).rejects.toThrow('pyk8sLab.services');
    }
  });

  it('is no plugin of the portal by its name alone', async () => {
    const restricted = ask('plugin:ci', 'static', {
      permissionNames: ['pyk8s-lab.lab.read'],
    });
    await expect(restricted.reader()).rejects.toThrow('pyk8sLab.services');
  });
});
