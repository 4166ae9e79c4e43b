import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CommandLine } from './CommandLine';

const BIN = path.resolve(__dirname, '../../packages/cli/bin/pyk8s');

/** `pyk8s` in the hands of somebody. */
export class Pyk8s extends CommandLine {
  static async create(): Promise<Pyk8s> {
    return new Pyk8s(BIN, await CommandLine.makeHome());
  }

  get credentialsFile(): string {
    return path.join(this.home, '.config/pyk8s-lab/credentials.yaml');
  }

  async credentials(): Promise<string> {
    return readFile(this.credentialsFile, 'utf8');
  }

  /** Makes the access token one that is over, or anything else of the file. */
  async changeCredentials(change: (text: string) => string): Promise<void> {
    await writeFile(this.credentialsFile, change(await this.credentials()));
  }
}
