import { readPasted } from './pasted';

describe('readPasted', () => {
  it.each([
    ['kubectl get pods', { how: 'plain' }],
    ['kubectl get pods\n', { how: 'joined', text: 'kubectl get pods' }],
    [
      'kubectl get pods \\\n  -A \\\r\n  -o wide\n',
      { how: 'joined', text: 'kubectl get pods   -A   -o wide' },
    ],
    ['kubectl delete pod a\nkubectl get pods', { how: 'refused', lines: 2 }],
    ['one\r\n\r\ntwo\rthree', { how: 'refused', lines: 3 }],
  ])('of %j', (text, pasted) => {
    expect(readPasted(text)).toEqual(pasted);
  });
});
