import { TestDatabases } from '@backstage/backend-test-utils';
import request from 'supertest';
import { ApiWorld } from '../__testUtils__/ApiWorld';
import { anId } from '../__testUtils__/builders';

const databases = TestDatabases.create();

const NAMES: [string, string, RegExp][] = [
  ['empty', '', /^name must not be empty$/],
  ['too long', 'a'.repeat(64), /at most 63 characters/],
  ['upper case', 'Demo', /lower-case/],
  ['an underscore', 'my_lab', /lower-case/],
  ['a dot', 'my.lab', /lower-case/],
  ['a leading dash', '-demo', /begins and ends/],
  ['a trailing dash', 'demo-', /begins and ends/],
  ['a flag', '--all', /lower-case/],
  ['unicode', 'labör', /lower-case/],
  ['an emoji', '🧪', /lower-case/],
  ['a right-to-left mark', 'de\u200fmo', /lower-case/],
  ['white space', ' demo', /lower-case/],
  ['a new line', 'demo\n', /lower-case/],
  ['NUL', 'demo\0', /lower-case/],
  ['SQL', "x'; drop table labs; --", /lower-case/],
  ['a shell', '$(reboot)', /lower-case/],
  ['a pipe', 'a|b', /lower-case/],
  ['a path', '../../etc/passwd', /lower-case/],
];

const BODIES: [string, object, RegExp][] = [
  ['ttl of 0', { ttl: '0h' }, /at least 1s/],
  ['a negative ttl', { ttl: '-1h' }, /not a duration/],
  ['ttl with an exponent', { ttl: '1e9h' }, /not a duration/],
  ['ttl NaN', { ttl: 'NaN' }, /not a duration/],
  ['ttl without a unit', { ttl: '2' }, /not a duration/],
  ['an empty ttl', { ttl: '' }, /^ttl must not be empty$/],
  ['a ttl that is a number', { ttl: 2 }, /^ttl must be a string$/],
  ['too short a ttl', { ttl: '4m' }, /between 5m and 1d.*too short/],
  ['too long a ttl', { ttl: '25h' }, /between 5m and 1d.*too long/],
  ['a huge ttl', { ttl: '999999999d' }, /too long/],
  ['ttlHours of 0', { ttlHours: 0 }, /^ttlHours must be above 0$/],
  ['negative ttlHours', { ttlHours: -2 }, /above 0/],
  ['ttlHours as text', { ttlHours: '2' }, /ttlHours must be a number/],
  ['ttlHours 1e9', { ttlHours: 1e9 }, /^ttlHours must be at most 8760$/],
  ['ttlHours 1e308', { ttlHours: 1e308 }, /^ttlHours must be at most 8760$/],
  ['ttl and ttlHours', { ttl: '2h', ttlHours: 2 }, /not both/],
  ['too many workers', { workers: 4 }, /0 to 3 workers/],
  ['negative workers', { workers: -1 }, /0 to 3 workers/],
  ['half a worker', { workers: 0.5 }, /workers must be an integer/],
  ['workers as text', { workers: '1' }, /workers must be an integer/],
  ['workers null', { workers: null }, /workers must be an integer/],
  [
    'an empty version',
    { kubernetesVersion: '' },
    /^kubernetesVersion must not be empty$/,
  ],
  ['an unknown version', { kubernetesVersion: 'v9.9.9' }, /is not offered/],
  [
    'an image for a version',
    { kubernetesVersion: 'evil/image:1' },
    /is not offered/,
  ],
  ['an unknown provider', { provider: 'docker' }, /no provider "docker"/],
  ['an owner that is no ref', { owner: 'a b/c:d/e' }, /not an owner/],
  ['an owner that is empty', { owner: '' }, /^owner must not be empty$/],
  [
    'a component that is no ref',
    { component: 'a b' },
    /"a b" is not a component: write the entity ref/,
  ],
  [
    'a component of another kind',
    { component: 'api:default/checkout' },
    /is not a component/,
  ],
  ['a list of components', { component: 'a,b' }, /is not a component/],
  [
    'a component that is no name',
    { component: 'component:default/../x' },
    /is not a component/,
  ],
  ['NUL in the component', { component: 'a\0b' }, /is not a component/],
  ['three parts of a component', { component: 'a/b/c' }, /is not a component/],
  ['a component of no name', { component: 'component:' }, /is not a component/],
  ['a component of a dash', { component: '-x' }, /is not a component/],
  ['a component with an umlaut', { component: 'ä' }, /is not a component/],
  [
    'too long a component',
    { component: 'x'.repeat(300) },
    /is not a component/,
  ],
  ['a component of null', { component: null }, /component must be a string/],
  [
    'an unknown field',
    { image: 'x' },
    /unknown field "image"; known are name,/,
  ],
  [
    'a field with a typing error',
    { porpose: 'x' },
    /unknown field "porpose"; did you mean "purpose"\?/,
  ],
  [
    'an unknown field of a field',
    { resources: { memroy: '1Gi' } },
    /unknown field "resources.memroy"; did you mean "resources.memory"\?/,
  ],
  [
    'a field of every object',
    { constructor: 1 },
    /unknown field "constructor"/,
  ],
  [
    'a long purpose',
    { purpose: 'x'.repeat(501) },
    /^purpose must have at most 500 characters$/,
  ],
  ['NUL in the purpose', { purpose: 'a\0b' }, /control characters/],
];

describe.each(databases.eachSupportedId())('bad input on %s', id => {
  let world: ApiWorld;
  /** What is wrong with a request shows only where there is such a lab. */
  let existing: string;

  beforeAll(async () => {
    world = await ApiWorld.start(await databases.init(id));
    const { body } = await world
      .as('alice')
      .post('/labs')
      .send({ name: 'there-before' });
    existing = body.id;
  });
  afterAll(() => world.stop());

  it.each(NAMES)('refuses a name that is or has %s', async (_, name, why) => {
    const { status, body } = await world
      .as('alice')
      .post('/labs')
      .send({ name });
    expect([status, body.error.name]).toEqual([400, 'InputError']);
    expect(body.error.message).toMatch(why);
    expect(body.response.statusCode).toBe(400);
  });

  it.each(BODIES)('refuses %s', async (_, change, why) => {
    const { status, body } = await world
      .as('alice')
      .post('/labs')
      .send({ name: 'demo', ...change });
    expect([status, body.error.name]).toEqual([400, 'InputError']);
    expect(body.error.message).toMatch(why);
  });

  it.each(['group:default/team-b', 'user:default/bob', 'bob', 'user:bob'])(
    'refuses the owner %s, who is not the caller',
    async owner => {
      const { status, body } = await world
        .as('alice')
        .post('/labs')
        .send({ name: 'demo', owner });
      expect(status).toBe(owner === 'bob' ? 400 : 403);
      expect(body.error.message).toMatch(/own/);
    },
  );

  it.each(['{"name": ', 'null', '"demo"', '7'])(
    'refuses a body that is no JSON object: %s',
    async text => {
      const { status, body } = await world
        .as('alice')
        .post('/labs')
        .type('application/json')
        .send(text);
      expect(status).toBe(400);
      expect(body.error.message).toBe(
        'The body is not a JSON object: send one such as {"name": "demo"}.',
      );
    },
  );

  it.each([
    ['text', 'text/plain', 'hello'],
    ['a form', 'application/x-www-form-urlencoded', 'name=demo'],
  ])('refuses a body of %s', async (_, type, text) => {
    const response = await world
      .as('alice')
      .post('/labs')
      .type(type)
      .send(text);
    expect(response.status).toBe(400);
    expect(response.body.error.message).toMatch(/unsupported media type/);
  });

  it('refuses a body of 10 MB', async () => {
    const { status, body } = await world
      .as('alice')
      .post('/labs')
      .send({ name: 'demo', purpose: 'x'.repeat(10_000_000) });
    expect(status).toBe(413);
    expect(body.error.message).toMatch(/at most 64kb/);
  });

  it.each([
    ['get', ''],
    ['patch', ''],
    ['delete', ''],
    ['post', '/retry'],
    ['get', '/kubeconfig'],
    ['get', '/activity'],
  ] as const)(
    'knows no lab by what is not a UUID: %s %s',
    async (method, path) => {
      for (const bad of [
        '1',
        'abc',
        '%00',
        '%27--',
        '..%2f..',
        `${anId(1)}x`,
      ]) {
        const { status, body } = await world
          .as('alice')
          [method](`/labs/${bad}${path}`)
          .send(method === 'patch' ? {} : undefined);
        expect([bad, status, body.error?.name]).toEqual([
          bad,
          404,
          'NotFoundError',
        ]);
      }
    },
  );

  it.each([
    'limit=0',
    'limit=201',
    'limit=ten',
    'cursor=abc',
    'status=SLEEPING',
    'component=a%20b',
    'component=group:default/team-a',
    'orderBy=owner',
    'orderBy=name,up',
    'q=%00',
    'provider=%00',
    'colour=red',
    'owner=nobody',
  ])('refuses the query %s', async query => {
    const { status, body } = await world.as('alice').get(`/labs?${query}`);
    expect([status, body.error.name]).toEqual([400, 'InputError']);
  });

  it.each([
    [
      400,
      '/labs?stauts=RUNNING',
      'unknown query parameter "stauts"; did you mean "status"?',
    ],
    [404, `/labs/${anId(1)}?x=1`, `There is no lab with the id ${anId(1)}.`],
    [400, '/options?x=1', 'unknown query parameter "x"; this call has none'],
    [
      400,
      '/events?labs=1',
      'unknown query parameter "labs"; did you mean "lab"?',
    ],
  ])('answers %i to %s', async (expected, path, message) => {
    const { status, body } = await world.as('alice').get(path);
    expect([status, body.error.message]).toEqual([expected, message]);
  });

  it.each([
    ['/labs', 'GET, HEAD, POST, OPTIONS'],
    [`/labs/${anId(1)}/exec`, 'POST, OPTIONS'],
    ['/events', 'GET, HEAD, OPTIONS'],
  ])('says which methods %s has', async (path, allow) => {
    const response = await request(world.server)
      .trace(`/api/pyk8s-lab${path}`)
      .set(world.headers('alice'));
    expect(response.status).toBe(405);
    expect(response.headers.allow.split(', ').sort()).toEqual(
      allow.split(', ').sort(),
    );
  });

  it.each(['for=nobody', 'for=', 'reach=nowhere', 'reach=', 'reach=a&reach=b'])(
    'refuses a kubeconfig with %s',
    async query => {
      const { status, body } = await world
        .as('alice')
        .get(`/labs/${existing}/kubeconfig?${query}`);
      expect([status, body.error.name]).toEqual([400, 'InputError']);
      expect(body.error.message).toContain(query.split('=')[0]);
    },
  );

  it.each(['abc', '-1', '1.5', '1e3', '99999999999999999999'])(
    'refuses the Last-Event-ID %s',
    async value => {
      const { status, body } = await world
        .as('alice')
        .get('/events')
        .set('Last-Event-ID', value);
      expect(status).toBe(400);
      expect(body.error.message).toMatch(/integer/);
    },
  );

  it('has made no lab of all that', async () => {
    const { body } = await world.as('alice').get('/labs');
    expect(body.items.map(({ id: made }: { id: string }) => made)).toEqual([
      existing,
    ]);
  });
});
