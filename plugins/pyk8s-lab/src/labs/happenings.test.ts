import { english } from '../__testUtils__';
import { happeningOf } from './happenings';

it.each([
  ['lab.step-failed', { title: 'Error', kind: 'failed' }],
  ['lab.kubeconfig-read', { title: 'Kubeconfig', kind: 'key' }],
  ['lab.hyper-threaded', { title: 'Hyper threaded', kind: 'other' }],
  ['toString', { title: 'ToString', kind: 'other' }],
])('shows %s as %j', (type, expected) => {
  expect(happeningOf(english, type)).toEqual(expected);
});
