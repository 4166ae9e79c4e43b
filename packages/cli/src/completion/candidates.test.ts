import { Command } from 'commander';
import { candidates } from './candidates';

describe('candidates', () => {
  const program = new Command('pyk8s');
  program
    .command('get')
    .argument('<lab>')
    .option('--instance <name>')
    .option('-o, --output <format>');

  it.each([
    [['get', ''], undefined],
    [['get', '--instance', 'work', ''], 'work'],
    [['get', '--instance=work', ''], 'work'],
    [['get', '-o', 'json', '--instance', 'work', ''], 'work'],
  ])(
    'lists labs of the portal on the command line: %j',
    async (words, instance) => {
      const labs = jest.fn(async () => ['demo']);
      const known = { labs, instances: async () => [] };
      expect(await candidates(program, words, known)).toEqual(['demo']);
      expect(labs).toHaveBeenCalledWith(instance);
    },
  );
});
