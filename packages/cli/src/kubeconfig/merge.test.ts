import { parseDocument } from 'yaml';
import { addLab, othersThan, removeLabs } from './merge';
import { labContexts } from './reading';

const ID = '0b9f5a1e-0000-4000-8000-000000000001';
const OTHER = '1c9f5a1e-0000-4000-8000-000000000002';
const mark = (lab = ID) => ({
  lab,
  name: 'demo',
  portal: 'https://portal.example.com',
});
const kubeconfig = (server: string) => `
apiVersion: v1
kind: Config
clusters: [{ name: kind-demo, cluster: { server: ${server} } }]
users: [{ name: kind-demo, user: { token: abc } }]
contexts: [{ name: kind-demo, context: { cluster: kind-demo, user: kind-demo } }]
current-context: kind-demo
`;
const theirs = `# mine
apiVersion: v1
kind: Config
clusters:
  - name: prod # careful
    cluster: { server: https://prod.example.com }
users:
  - name: me
    user: {}
contexts:
  - name: prod
    context: { cluster: prod, user: me, namespace: shop }
current-context: prod
preferences: { colors: true }
`;

/** The removed contexts, by name. */
const remove = (...args: Parameters<typeof removeLabs>) =>
  removeLabs(...args).map(({ context }) => context);

describe('addLab', () => {
  it('creates a kubeconfig if there is none', () => {
    const document = parseDocument('');
    expect(addLab(document, kubeconfig('https://a'), mark())).toBe('kind-demo');
    expect(document.toJS()).toMatchObject({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'kind-demo', cluster: { server: 'https://a' } }],
      users: [{ name: 'kind-demo', user: { token: 'abc' } }],
      contexts: [{ name: 'kind-demo' }],
    });
  });

  it('keeps everything else, and removes the lab again', () => {
    const document = parseDocument(theirs);
    addLab(document, kubeconfig('https://a'), mark());
    const merged = document.toString();
    expect(merged).toContain('# mine');
    expect(merged).toContain('# careful');
    expect(labContexts(document)).toEqual([
      { context: 'kind-demo', mark: mark() },
    ]);

    const again = parseDocument(merged);
    expect(remove(again, ({ lab }) => lab === ID)).toEqual(['kind-demo']);
    expect(again.toJS()).toEqual(parseDocument(theirs).toJS());
  });

  it('does not reuse a name that is taken', () => {
    const document = parseDocument('');
    addLab(document, kubeconfig('https://a'), mark());
    expect(addLab(document, kubeconfig('https://b'), mark(OTHER))).toBe(
      'kind-demo-1c9f5a1e',
    );
    expect(remove(document, ({ lab }) => lab === OTHER)).toEqual([
      'kind-demo-1c9f5a1e',
    ]);
    expect(labContexts(document)).toHaveLength(1);
  });

  it('finds a free name', () => {
    const document = parseDocument(`clusters:
  - { name: kind-demo, cluster: {} }
users:
  - { name: kind-demo-0b9f5a1e, user: {} }
contexts:
  - { name: kind-demo-0b9f5a1e-2, context: {} }
`);
    expect(addLab(document, kubeconfig('https://a'), mark())).toBe(
      'kind-demo-0b9f5a1e-3',
    );
  });

  it('removes the lab, whatever its contexts are called', () => {
    const document = parseDocument(`apiVersion: v1
clusters:
  - { name: dev, cluster: { server: https://dev.example.com } }
users:
  - { name: dev, user: { token: mine } }
contexts:
  - { name: mine, context: { cluster: dev, user: dev } }
`);
    const before = document.toJS();
    addLab(document, kubeconfig('https://a'), mark());
    // The result of "kubectl config rename-context kind-demo dev" and
    // "kubectl config set-context other --cluster=kind-demo --user=dev".
    document.setIn(['contexts', 1, 'name'], 'dev');
    document.addIn(
      ['contexts'],
      document.createNode({
        name: 'other',
        context: { cluster: 'kind-demo', user: 'dev' },
      }),
    );
    expect(remove(document, ({ lab }) => lab === ID)).toEqual(['dev', 'other']);
    expect(document.toJS()).toMatchObject(before);
    expect(document.toString()).not.toContain('abc');
  });

  it('keeps a user that another context references, and removes a cluster without a user', () => {
    const document = parseDocument('');
    addLab(document, kubeconfig('https://a'), mark());
    document.setIn(['contexts', 0, 'context', 'cluster'], 'elsewhere');
    expect(remove(document, () => true)).toEqual([]);
    const { clusters, users, contexts } = document.toJS();
    expect([clusters, users.length, contexts.length]).toEqual([[], 1, 1]);
  });

  it('adds to empty and null lists', () => {
    for (const empty of ['[]', 'null']) {
      const document = parseDocument(
        `apiVersion: v1\nclusters: ${empty}\nusers: ${empty}\ncontexts: ${empty}\n`,
      );
      addLab(document, kubeconfig('https://a'), mark());
      expect(document.toJS().contexts).toHaveLength(1);
    }
  });

  it('refuses a file that is not a kubeconfig', () => {
    expect(() =>
      addLab(parseDocument('- a'), kubeconfig('https://a'), mark()),
    ).toThrow('is not a kubeconfig');
  });

  it('avoids names that are used in other files', () => {
    expect(
      addLab(parseDocument(''), kubeconfig('https://a'), mark(), ['kind-demo']),
    ).toBe('kind-demo-0b9f5a1e');
  });

  it('finds what in a file does not belong to a lab', () => {
    const document = parseDocument(theirs);
    addLab(document, kubeconfig('https://a'), mark());
    expect(othersThan(ID, document)).toEqual(['prod', 'me']);
    expect(othersThan(OTHER, document)).toContain('kind-demo');
    expect(labContexts(document)).toHaveLength(1);
  });
});
