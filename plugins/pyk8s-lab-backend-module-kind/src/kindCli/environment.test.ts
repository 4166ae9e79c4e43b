import { kindEnvironment } from './environment';

describe('kindEnvironment', () => {
  it('passes on what kind and docker need, and nothing else', () => {
    expect(
      kindEnvironment(
        {
          PATH: '/usr/bin',
          HOME: '/home/portal',
          HTTPS_PROXY: 'http://proxy.example.com:3128',
          DOCKER_CERT_PATH: '/certs',
          DOCKER_CONTEXT: 'elsewhere',
          KUBECONFIG: '/home/portal/.kube/config',
          KIND_CLUSTER_NAME: 'mine',
          KIND_EXPERIMENTAL_PROVIDER: 'podman',
          KIND_EXPERIMENTAL_DOCKER_NETWORK: 'other',
          PYK8S_LAB_KEY: 'secret',
        },
        'unix:///var/run/docker.sock',
      ),
    ).toEqual({
      PATH: '/usr/bin',
      HOME: '/home/portal',
      HTTPS_PROXY: 'http://proxy.example.com:3128',
      DOCKER_CERT_PATH: '/certs',
      DOCKER_HOST: 'unix:///var/run/docker.sock',
      KIND_EXPERIMENTAL_PROVIDER: 'docker',
    });
  });
});
