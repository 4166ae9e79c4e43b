import {
  SimulatedLabProvider,
  type SimulatedMoment,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-simulated';
import type {
  CommandCapability,
  LogCapability,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { CapabilityName } from '../clusters/Cluster';

/** What a test puts in the place of the provider's own. */
export interface ProviderOverrides {
  exec: CommandCapability['exec'] | undefined;
  apply: CommandCapability['apply'] | undefined;
  logs: LogCapability['logs'] | undefined;
}

/** A provider whose clusters take no time to provision. */
export function instantProvider(
  options: {
    /** Everything unless given. */
    can?: readonly CapabilityName[];
    intercept?: (moment: SimulatedMoment) => void | Promise<void>;
  } = {},
): SimulatedLabProvider {
  return SimulatedLabProvider.create({
    ...options,
    provisioningTimeMs: 0,
    maxWorkers: 3,
    wait: async (_ms, signal) => signal?.throwIfAborted(),
  });
}

/** Makes a provider call the overrides that are set at the time of each call. */
export function override(
  { commands, logs }: SimulatedLabProvider,
  overrides: ProviderOverrides,
): void {
  const exec = commands.exec.bind(commands);
  commands.exec = (...args) => (overrides.exec ?? exec)(...args);
  const apply = commands.apply.bind(commands);
  commands.apply = (...args) => (overrides.apply ?? apply)(...args);
  const read = logs.logs.bind(logs);
  logs.logs = (...args) => (overrides.logs ?? read)(...args);
}
