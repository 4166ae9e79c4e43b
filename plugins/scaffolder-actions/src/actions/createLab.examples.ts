import { examplesOf } from './examples';

export const examples = examplesOf('pyk8s-lab:create', [
  {
    description: 'A lab for two hours, ready when the step is done',
    id: 'lab',
    name: 'Create a lab',
    input: { name: 'demo', ttl: '2h' },
  },
  {
    description: 'A lab of a group, with workers and a version of Kubernetes',
    id: 'lab',
    name: 'Create a lab',
    input: {
      name: '${{ parameters.name }}',
      owner: 'group:default/team-payments',
      ttl: '${{ parameters.ttl }}',
      kubernetesVersion: 'v1.34.4',
      workers: 2,
      resources: { cpu: '2', memory: '4Gi' },
      purpose: 'Trying out the new ingress',
    },
  },
  {
    description:
      'A lab with a name made from its purpose, requested and not waited for',
    id: 'lab',
    name: 'Request a lab',
    input: { purpose: 'Preview of checkout', wait: false },
  },
  {
    description: 'A lab for a component, whose page in the catalog shows it',
    id: 'lab',
    name: 'Create a lab',
    input: {
      purpose: 'Preview of ${{ parameters.component }}',
      component: '${{ parameters.component }}',
    },
  },
  {
    description: 'A lab that stays for inspection when it fails to start',
    id: 'lab',
    name: 'Create a lab',
    input: { name: 'demo', timeout: '15m', keepOnFailure: true },
  },
]);
