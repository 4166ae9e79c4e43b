import {
  type CreateLabRequest,
  formatDuration,
  type LabOptions,
  type ProviderOption,
  type TtlOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { messageOf, statusOf } from '../../api';

/** What the form holds, as the person sees it. */
export interface LabFormValues {
  name: string;
  /** As typed, such as `2h`. */
  ttl: string;
  owner: string;
  provider: string;
  kubernetesVersion: string;
  workers: number;
  /** As typed, such as `500m`; empty for the portal's default. */
  cpu: string;
  /** As typed, such as `4Gi`; empty for the portal's default. */
  memory: string;
  /** An entity ref; empty for none. */
  component: string;
  purpose: string;
}

/** What is wrong, by field; `form` is for all of it. */
export type LabFormErrors = Partial<
  Record<keyof LabFormValues | 'form', string>
>;

/** The providers that a lab can be asked of now. */
export function availableProviders(options: LabOptions): ProviderOption[] {
  return options.providers.filter(provider => provider.available);
}

/** The provider that a form means, or the one that is chosen by default. */
export function providerOf(
  options: LabOptions,
  id: string,
): ProviderOption | undefined {
  const providers = availableProviders(options);
  return (
    providers.find(provider => provider.id === id) ??
    providers.find(provider => provider.isDefault) ??
    providers[0]
  );
}

/** What the form holds before anybody has changed it. */
export function defaultValues(
  options: LabOptions | undefined,
  name: string,
  providerId = '',
): LabFormValues {
  const provider = options && providerOf(options, providerId);
  const version =
    provider?.kubernetesVersions.find(option => option.isDefault) ??
    provider?.kubernetesVersions[0];
  return {
    name,
    ttl: options ? formatDuration(options.ttl.defaultSeconds) : '',
    owner: options?.owners[0] ?? '',
    provider: provider?.id ?? '',
    kubernetesVersion: version?.version ?? '',
    workers: 0,
    cpu: provider?.resources?.default?.cpu ?? '',
    memory: provider?.resources?.default?.memory ?? '',
    component: '',
    purpose: '',
  };
}

const USUAL_TTL_SECONDS = [1_800, 3_600, 7_200, 14_400, 28_800, 86_400];

/** Times to choose from, within what the portal allows, the shortest first. */
export function ttlPresets(ttl: TtlOptions): string[] {
  const seconds = new Set([...USUAL_TTL_SECONDS, ttl.defaultSeconds]);
  return [...seconds]
    .filter(value => value >= ttl.minSeconds && value <= ttl.maxSeconds)
    .sort((one, other) => one - other)
    .map(formatDuration);
}

/** Puts what the server said at the field that it is about. */
export function errorsFrom(error: unknown): LabFormErrors {
  switch (statusOf(error)) {
    case 409:
      return { name: messageOf(error) };
    case 403:
      return { owner: messageOf(error) };
    default:
      return { form: messageOf(error) };
  }
}

/** What the API is asked for. */
export function toRequest(
  values: LabFormValues,
  options: LabOptions,
): CreateLabRequest {
  const isLimited = providerOf(options, values.provider)?.resources;
  const cpu = values.cpu.trim() || undefined;
  const memory = values.memory.trim() || undefined;
  return {
    name: values.name,
    ttl: values.ttl.trim(),
    owner: values.owner,
    provider: values.provider,
    kubernetesVersion: values.kubernetesVersion || undefined,
    workers: values.workers,
    resources: isLimited && (cpu || memory) ? { cpu, memory } : undefined,
    component: values.component.trim() || undefined,
    purpose: values.purpose.trim() || undefined,
  };
}
