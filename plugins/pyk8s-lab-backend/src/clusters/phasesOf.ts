import type {
  ClusterSpec,
  LabProvider,
  ProviderPhase,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

const NAME = /^[a-z][a-z0-9-]{0,39}$/;
const MAX_PHASES = 30;
const MAX_TITLE_CHARACTERS = 60;

/**
 * The phases that a provider lists for a spec, within their bounds: each name once,
 * and none that is not one.
 */
export function phasesOf(
  provider: Pick<LabProvider, 'phases'>,
  spec: ClusterSpec,
): ProviderPhase[] {
  const phases = new Map<string, ProviderPhase>();
  for (const { name, title } of provider.phases(spec).slice(0, MAX_PHASES)) {
    if (NAME.test(name) && !phases.has(name)) {
      phases.set(name, { name, title: title.slice(0, MAX_TITLE_CHARACTERS) });
    }
  }
  return [...phases.values()];
}
