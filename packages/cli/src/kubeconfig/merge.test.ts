import { parseDocument } from 'yaml';
import { labContexts, mergeLab, removeContexts } from './merge';

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

const switchTo = { switchTo: true };

describe('mergeLab', () => {
  it('makes a kubeconfig where there is none', () => {
    const document = parseDocument('');
    expect(mergeLab(document, kubeconfig('https://a'), mark(), switchTo)).toBe(
      'kind-demo',
    );
    expect(document.toJS()).toMatchObject({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'kind-demo',
      clusters: [{ name: 'kind-demo', cluster: { server: 'https://a' } }],
      users: [{ name: 'kind-demo', user: { token: 'abc' } }],
      contexts: [{ name: 'kind-demo' }],
    });
  });

  it('leaves all else as it is, and takes itself out again', () => {
    const document = parseDocument(theirs);
    mergeLab(document, kubeconfig('https://a'), mark(), switchTo);
    const merged = document.toString();
    expect(merged).toContain('# mine');
    expect(merged).toContain('# careful');
    expect(labContexts(document)).toEqual([
      { context: 'kind-demo', mark: mark() },
    ]);
    expect(document.get('current-context')).toBe('kind-demo');

    const again = parseDocument(merged);
    expect(removeContexts(again, ({ lab }) => lab === ID)).toEqual([
      'kind-demo',
    ]);
    expect(again.toJS()).toEqual({
      ...parseDocument(theirs).toJS(),
      'current-context': '',
    });
  });

  it('replaces what is there of the lab, and keeps it current', () => {
    const document = parseDocument(theirs);
    mergeLab(document, kubeconfig('https://a'), mark(), switchTo);
    mergeLab(document, kubeconfig('https://b'), mark(), { switchTo: false });
    const { clusters, contexts } = document.toJS();
    expect(clusters).toHaveLength(2);
    expect(contexts).toHaveLength(2);
    expect(clusters[1].cluster.server).toBe('https://b');
    expect(document.get('current-context')).toBe('kind-demo');
  });

  it('takes no name from another', () => {
    const document = parseDocument('');
    mergeLab(document, kubeconfig('https://a'), mark(), switchTo);
    expect(
      mergeLab(document, kubeconfig('https://b'), mark(OTHER), {
        switchTo: false,
      }),
    ).toBe('kind-demo-1c9f5a1e');
    expect(document.get('current-context')).toBe('kind-demo');
    expect(removeContexts(document, ({ lab }) => lab === OTHER)).toEqual([
      'kind-demo-1c9f5a1e',
    ]);
    expect(labContexts(document)).toHaveLength(1);
  });

  it('finds a name that is free', () => {
    const document = parseDocument(`clusters:
  - { name: kind-demo, cluster: {} }
users:
  - { name: kind-demo-0b9f5a1e, user: {} }
contexts:
  - { name: kind-demo-0b9f5a1e-2, context: {} }
`);
    expect(mergeLab(document, kubeconfig('https://a'), mark(), switchTo)).toBe(
      'kind-demo-0b9f5a1e-3',
    );
  });

  it('takes out what is the lab’s, however its contexts are called', () => {
    const document = parseDocument(`apiVersion: v1
clusters:
  - { name: dev, cluster: { server: https://dev.example.com } }
users:
  - { name: dev, user: { token: mine } }
contexts:
  - { name: mine, context: { cluster: dev, user: dev } }
`);
    const before = document.toJS();
    mergeLab(document, kubeconfig('https://a'), mark(), switchTo);
    // As "kubectl config rename-context kind-demo dev" leaves it, and
    // "kubectl config set-context other --cluster=kind-demo --user=dev".
    document.setIn(['contexts', 1, 'name'], 'dev');
    document.addIn(
      ['contexts'],
      document.createNode({
        name: 'other',
        context: { cluster: 'kind-demo', user: 'dev' },
      }),
    );
    expect(removeContexts(document, ({ lab }) => lab === ID)).toEqual([
      'dev',
      'other',
    ]);
    expect(document.toJS()).toMatchObject(before);
    expect(document.toString()).not.toContain('abc');
  });

  it('leaves a user that another context names, and takes a cluster without one', () => {
    const document = parseDocument('');
    mergeLab(document, kubeconfig('https://a'), mark(), switchTo);
    document.setIn(['contexts', 0, 'context', 'cluster'], 'elsewhere');
    expect(removeContexts(document, () => true)).toEqual([]);
    const { clusters, users, contexts } = document.toJS();
    expect([clusters, users.length, contexts.length]).toEqual([[], 1, 1]);
  });

  it('writes into lists that are empty, and into null ones', () => {
    for (const empty of ['[]', 'null']) {
      const document = parseDocument(
        `apiVersion: v1\nclusters: ${empty}\nusers: ${empty}\ncontexts: ${empty}\n`,
      );
      mergeLab(document, kubeconfig('https://a'), mark(), switchTo);
      expect(document.toJS().contexts).toHaveLength(1);
    }
  });

  it('writes into nothing that is no kubeconfig', () => {
    expect(() =>
      mergeLab(parseDocument('- a'), kubeconfig('https://a'), mark(), switchTo),
    ).toThrow('is none');
  });
});
