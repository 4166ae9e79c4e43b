import { kindEnvironment } from './environment';

const address = 'unix:///var/run/docker.sock';

describe('kindEnvironment', () => {
  it('passes only the variables that kind and docker need', () => {
    expect(
      kindEnvironment(
        {
          PATH: '/usr/bin',
          HOME: '/home/portal',
          HTTPS_PROXY: 'http://proxy.example.com:3128',
          DOCKER_CONFIG: '/etc/docker-cli',
          DOCKER_CERT_PATH: '/certs',
          DOCKER_TLS_VERIFY: '1',
          DOCKER_CONTEXT: 'elsewhere',
          KUBECONFIG: '/home/portal/.kube/config',
          KIND_CLUSTER_NAME: 'mine',
          KIND_EXPERIMENTAL_PROVIDER: 'podman',
          KIND_EXPERIMENTAL_DOCKER_NETWORK: 'other',
          PYK8S_LAB_KEY: 'secret',
        },
        { address },
      ),
    ).toEqual({
      PATH: '/usr/bin',
      HOME: '/home/portal',
      HTTPS_PROXY: 'http://proxy.example.com:3128',
      DOCKER_CONFIG: '/etc/docker-cli',
      DOCKER_HOST: address,
      KIND_EXPERIMENTAL_PROVIDER: 'docker',
    });
  });

  it.each([
    [true, { DOCKER_TLS_VERIFY: '1' }],
    [false, { DOCKER_TLS: '1' }],
  ])(
    'gives kind the certificates of the endpoint, to verify: %s',
    (verify, variables) => {
      expect(
        kindEnvironment(
          { DOCKER_CERT_PATH: '/other', DOCKER_TLS: 'x' },
          {
            address: 'tcp://labs.example.com:2376',
            tls: { directory: '/certs', verify },
          },
        ),
      ).toEqual({
        DOCKER_HOST: 'tcp://labs.example.com:2376',
        DOCKER_CERT_PATH: '/certs',
        KIND_EXPERIMENTAL_PROVIDER: 'docker',
        ...variables,
      });
    },
  );

  it.each([
    ['http://proxy.example.com:3128', 'http://proxy.example.com:3128'],
    ['http://ann:pa55@proxy.example.com:3128', 'http://proxy.example.com:3128'],
    ['http://pa55@proxy.example.com', 'http://proxy.example.com'],
    ['http://ann:p@ss/w0rd@proxy.example.com', 'http://proxy.example.com'],
    ['ann:pa55@proxy.example.com:3128', 'proxy.example.com:3128'],
    ['socks5://ann:pa55@[::1]:1080', 'socks5://[::1]:1080'],
  ])('passes the proxy %s to nodes as %s', (proxy, given) => {
    const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'];

    const environment = kindEnvironment(
      Object.fromEntries(names.map(name => [name, proxy])),
      { address },
    );

    expect(names.map(name => environment[name])).toEqual(
      names.map(() => given),
    );
  });
});
