import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { StrictConfig } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { isObject } from './readServices';
import type { CommandSettings, ExecSettings } from './LabSettings';

const KEY = 'pyk8sLab.exec';
const MINUTE = 60;
const MAX_TIMEOUT_SECONDS = 24 * 60 * MINUTE;
const MEBIBYTE = 2 ** 20;
/** What a command prints is in memory once until its answer is sent. */
const MAX_OUTPUT_BYTES = 64 * MEBIBYTE;
const MAX_PER_LAB = 100;

/** @throws InputError naming the key that is unknown, wrong, or out of bounds */
export function readExec(rootConfig: Config): ExecSettings {
  const section = StrictConfig.create({
    config: rootConfig,
    key: KEY,
    known: ['commands', 'timeout', 'maxTimeout', 'maxOutput', 'perLab'],
  });
  const key = (name: string) => section.keyOf(name);
  const timeoutSeconds = section.seconds('timeout') ?? MINUTE;
  const maxTimeoutSeconds =
    section.seconds('maxTimeout') ?? Math.max(10 * MINUTE, timeoutSeconds);
  if (maxTimeoutSeconds > MAX_TIMEOUT_SECONDS) {
    const name = section.has('maxTimeout') ? 'maxTimeout' : 'timeout';
    throw new InputError(`${key(name)} must not be longer than 24h`);
  }
  if (timeoutSeconds > maxTimeoutSeconds) {
    throw new InputError(
      `${key('timeout')} must not be longer than ${key('maxTimeout')}`,
    );
  }
  const maxOutputBytes = section.quantity('maxOutput')?.value ?? MEBIBYTE;
  if (
    !Number.isSafeInteger(maxOutputBytes) ||
    maxOutputBytes > MAX_OUTPUT_BYTES
  ) {
    throw new InputError(
      `${key('maxOutput')} must be whole bytes, up to ${
        MAX_OUTPUT_BYTES / MEBIBYTE
      }Mi`,
    );
  }
  return {
    commands: readCommands(rootConfig, key('commands')),
    timeoutSeconds,
    maxTimeoutSeconds,
    maxOutputBytes,
    perLab: section.wholeNumber('perLab', { max: MAX_PER_LAB }) ?? 4,
  };
}

function readCommands(rootConfig: Config, key: string): CommandSettings[] {
  const list = rootConfig.getOptional(key) ?? ['kubectl'];
  if (!Array.isArray(list)) {
    throw new InputError(
      `${key} must be a list of programs, such as [kubectl]; an empty one switches commands off`,
    );
  }
  const names = new Set<string>();
  return list.map((entry, index) => {
    const command = readCommand(entry, `${key}[${index}]`);
    if (names.has(command.name)) {
      throw new InputError(`${key}[${index}] names "${command.name}" again`);
    }
    names.add(command.name);
    return command;
  });
}

/** A program is its name, or an object with more about it. */
function readCommand(entry: unknown, key: string): CommandSettings {
  const { command, asRoot, ...rest } = isObject(entry)
    ? entry
    : { command: entry, asRoot: undefined };
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) {
    throw new InputError(
      `${key}.${unknown} is not a setting of PyK8s-Lab; ${key} takes command, asRoot`,
    );
  }
  if (typeof command !== 'string' || !/^[a-z0-9][a-z0-9._-]*$/.test(command)) {
    throw new InputError(
      `${key} must be the name of a program, without a path, such as kubectl`,
    );
  }
  if (asRoot !== undefined && typeof asRoot !== 'boolean') {
    throw new InputError(`${key}.asRoot must be true or false`);
  }
  return { name: command, asRoot: asRoot ?? false };
}
