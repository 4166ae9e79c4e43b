import { suggestionsFor } from './suggestions';

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
