import { mockServices } from '@backstage/backend-test-utils';
import { TestPipeline } from '@backstage/plugin-search-backend-node';
import {
  labReadPermission,
  type Lab,
  type LabListQuery,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { aLab, anId } from '@internal/test-utils';
import { LabCollatorFactory } from './LabCollatorFactory';

const LABS_PAGE = expect.objectContaining({ title: 'Labs', location: '/labs' });

describe('LabCollatorFactory', () => {
  const logger = mockServices.logger.mock();
  let pages: Lab[][];
  const listLabs = jest.fn(async ({ cursor }: LabListQuery = {}) => {
    const index = Number(cursor ?? 0);
    if (!pages[index]) {
      throw new Error('answered 503');
    }
    return {
      items: pages[index],
      totalItems: pages.flat().length,
      pageInfo:
        index + 1 < pages.length ? { nextCursor: String(index + 1) } : {},
    };
  });
  const create = (permissionsEnabled = true) =>
    LabCollatorFactory.create({
      labs: { listLabs },
      logger,
      permissionsEnabled,
    });
  const run = async (factory: LabCollatorFactory) =>
    TestPipeline.fromCollator(await factory.getCollator()).execute();

  beforeEach(() => {
    jest.clearAllMocks();
    pages = [[]];
  });

  it('makes each lab visible to users who may read it', async () => {
    pages = [[aLab({ n: 1 })], [aLab({ n: 2 })]];
    const factory = create();
    expect(factory.type).toBe('pyk8s-lab');
    expect(factory.visibilityPermission).toBe(labReadPermission);
    const { documents, error } = await run(factory);
    expect(error).toBeUndefined();
    expect(documents).toEqual([
      expect.objectContaining({ authorization: { resourceRef: anId(1) } }),
      expect.objectContaining({ authorization: { resourceRef: anId(2) } }),
      LABS_PAGE,
    ]);
  });

  it('indexes the text that users search for', async () => {
    pages = [
      [
        aLab({
          n: 1,
          name: 'checkout',
          purpose: 'Trying the new checkout',
          owner: 'group:default/team-payments',
          component: 'component:default/checkout',
        }),
      ],
    ];
    expect((await run(create())).documents[0]).toEqual({
      title: 'checkout',
      text: 'Trying the new checkout · Lab of group:default/team-payments · for component:default/checkout · Kubernetes v1.34.4',
      location: `/labs/${anId(1)}`,
      labId: anId(1),
      status: 'RUNNING',
      owner: 'group:default/team-payments',
      component: 'component:default/checkout',
      kubernetesVersion: 'v1.34.4',
      simulated: 'false',
      authorization: { resourceRef: anId(1) },
    });
  });

  it('has the same fields for every lab', async () => {
    pages = [
      [
        aLab({ n: 1, serverVersion: undefined, simulated: true }),
        aLab({ n: 2, component: 'component:default/a', purpose: 'b' }),
      ],
    ];
    const { documents } = await run(create());
    const [one, other] = documents.map(document => Object.keys(document));
    expect(one).toEqual(other);
    expect(documents[0]).toMatchObject({
      text: 'Lab of user:default/alice',
      component: '',
      kubernetesVersion: '',
      simulated: 'true',
    });
  });

  it('is never empty, because an engine would keep the last lab', async () => {
    expect((await run(create())).documents).toEqual([LABS_PAGE]);
  });

  it('fails instead of returning an incomplete list', async () => {
    pages = [[aLab()], []];
    pages.length = 1;
    listLabs.mockResolvedValueOnce({
      items: [aLab()],
      totalItems: 2,
      pageInfo: { nextCursor: '1' },
    });
    const { error } = await run(create());
    expect(error).toEqual(new Error('answered 503'));
  });

  it('returns no lab if permissions are disabled', async () => {
    pages = [[aLab()]];
    const factory = create(false);
    expect((await run(factory)).documents).toEqual([LABS_PAGE]);
    expect(listLabs).not.toHaveBeenCalled();
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('permission.enabled'),
    );
  });
});
