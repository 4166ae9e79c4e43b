import { readErrors, readWarnings } from './kubectlErrors';

describe('readErrors', () => {
  it.each<[string, string, string]>([
    [
      'names every object that is refused',
      'Error from server (BadRequest): error when creating "a.yaml": unknown field "spec.comand"\nThe Secret "s" is invalid: data: Forbidden: field is immutable when `immutable` is set\n',
      'Error from server (BadRequest): error when creating "a.yaml": unknown field "spec.comand"; The Secret "s" is invalid: data: Forbidden: field is immutable when `immutable` is set.',
    ],
    [
      'goes on with the lines that belong to an error',
      'The Job "many" is invalid: \n* spec.a: Invalid value: "b": must be c\n* spec.d: Required value\n',
      'The Job "many" is invalid: * spec.a: Invalid value: "b": must be c * spec.d: Required value.',
    ],
    [
      'says what to choose for duplicates (M7)',
      'Error from server: failed to create typed patch object (default/a; apps/v1, Kind=Deployment): errors:\n  .spec.env: duplicate entries for key [name="A"]\n',
      'Error from server: failed to create typed patch object (default/a; apps/v1, Kind=Deployment): errors: .spec.env: duplicate entries for key [name="A"]. Server-side apply takes no duplicates: remove them, or apply client-side.',
    ],
    [
      'says what to choose for large objects (M5)',
      'The ConfigMap "big" is invalid: metadata.annotations: Too long: may not be more than 262144 bytes\n',
      'The ConfigMap "big" is invalid: metadata.annotations: Too long: may not be more than 262144 bytes. Client-side apply keeps a copy of each object in an annotation: choose server-side apply.',
    ],
    [
      'refuses remote bases in one sentence (M4)',
      `error: accumulating resources: accumulation err='accumulating resources from 'github.com/acme/base': evalsymlink failure on 'github.com/acme/base' : lstat github.com: no such file or directory': no 'git' program on path: exec: "git": executable file not found in $PATH\n`,
      'The kustomization needs something remote (github.com/acme/base), and only files that were sent are used: download it into them first.',
    ],
    [
      'reads an error that is logged',
      `E1201 05:35:29.271143      91 run.go:72] "command failed" err="accumulating resources: accumulation err='accumulating resources from 'https://example.com/a.yaml': Get \\"https://example.com/a.yaml\\": proxyconnect tcp: dial tcp 127.0.0.1:9: connect: connection refused': must build at directory"\n`,
      'The kustomization needs something remote (https://example.com/a.yaml), and only files that were sent are used: download it into them first.',
    ],
    ['says that nothing was said', '', 'kubectl gave no reason.'],
    [
      'leaves out what libraries log',
      'E1201 04:36:20.2 1 memcache.go:265] "Unhandled Error" err="x"\nerror: no objects passed to apply\n',
      'no objects passed to apply.',
    ],
  ])('%s', (_, stderr, message) => {
    expect(readErrors(stderr)).toEqual({ message, passes: 'never' });
  });

  it('quotes nothing of a patch, which may be of a Secret', () => {
    const { message } = readErrors(
      'Error from server (Invalid): error when applying patch:\n{"data":{"password":"aHVudGVyMg=="}}\nto:\nResource: "/v1, Resource=secrets"\nName: "s", Namespace: "default"\nfor: "s.yaml": error when patching "s.yaml": Secret "s" is invalid: type: field is immutable\n',
    );
    expect(message).toBe(
      'error when patching "s.yaml": Secret "s" is invalid: type: field is immutable.',
    );
    expect(
      readErrors('error when applying patch:\n{"data":{"password":"aHVu')
        .message,
    ).not.toContain('aHVu');
  });

  it.each<[string, string]>([
    [
      'long',
      'Error from server (Forbidden): error when creating "a.yaml": pods "p" is forbidden: error looking up service account fresh/default: serviceaccount "default" not found',
    ],
    [
      'long',
      'Error from server (InternalError): Internal error occurred: failed calling webhook "a": failed to call webhook: Post "https://a.b.svc:443/": no endpoints available for service "a"',
    ],
    [
      'long',
      'Error from server (Forbidden): pods "p" is forbidden: status unknown for quota: q, resources: pods',
    ],
    [
      'long',
      'The connection to the server 172.18.0.2:6443 was refused - did you specify the right host or port?',
    ],
    [
      'soon',
      'error: resource mapping not found for name: "bear" namespace: "" from "a.yaml": no matches for kind "Toy" in version "example.com/v1"\nensure CRDs are installed first',
    ],
    ['soon', 'Error from server (NotFound): namespaces "fresh" not found'],
    [
      'never',
      'Error from server (Forbidden): pods "p" is forbidden: exceeded quota: q',
    ],
    [
      'never',
      'Error from server (NotFound): namespaces "fresh" not found\nThe Job "a" is invalid: spec.template: field is immutable',
    ],
    [
      'never',
      'Error from server (Forbidden): admission webhook "a" denied the request: no',
    ],
  ])('is worth repeating %s: %s', (passes, stderr) => {
    expect(readErrors(stderr).passes).toBe(passes);
  });

  it('is bounded, and takes linear time', () => {
    const startedAt = performance.now();
    for (const piece of [
      ': Invalid value: {',
      'for: "',
      '"a',
      'The ',
      '\n',
      'failed calling webhook ',
    ]) {
      const text = `The X is invalid: ${piece.repeat(2 ** 20 / piece.length)}`;
      expect(readErrors(text).message.length).toBeLessThan(8_000);
    }
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

describe('readWarnings', () => {
  it('are reported once, on a line each, and bounded', () => {
    expect(
      readWarnings(
        `Warning: a\nWarning: a\nother\nWarning: b\x07${'c'.repeat(1_000)}\n`,
      ),
    ).toEqual(['a', expect.stringMatching(/^b .{290,300}$/)]);
  });
});
