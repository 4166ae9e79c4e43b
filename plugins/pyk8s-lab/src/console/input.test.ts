import { readPasted, suggestionsFor } from './input';

describe('suggestionsFor', () => {
  it('suggests only what may be run', () => {
    const commands = suggestionsFor(['kubectl']).map(({ command }) => command);
    expect(commands).toContain('kubectl get pods -A');
    expect(commands.every(command => command.startsWith('kubectl '))).toBe(
      true,
    );
    expect(suggestionsFor(['crictl'])).toContainEqual({
      id: 'containers',
      command: 'crictl ps',
    });
    expect(suggestionsFor([])).toEqual([]);
  });

  it('has an input for what reads one', () => {
    for (const { command, input } of suggestionsFor(['kubectl', 'crictl'])) {
      expect(input !== undefined).toBe(command.endsWith(' -'));
    }
  });
});

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
