import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import type { KindSettings } from '../../config/KindSettings';
import { KindLabProvider } from '../../provider/KindLabProvider';

/** What the driver is told, as JSON in its first argument. */
export interface DriverTask {
  readonly verb: 'create' | 'check' | 'destroy';
  readonly name: string;
  readonly settings: KindSettings;
}

/** One JSON object a line. */
function tell(news: object): void {
  process.stdout.write(`${JSON.stringify(news)}\n`);
}

/**
 * The provider in a process of its own, which tests can kill, or start in a
 * container.
 */
async function main({ verb, name, settings }: DriverTask): Promise<void> {
  const provider = KindLabProvider.create({
    settings,
    environment: process.env,
  });
  const ref = { name, host: provider.hosts[0] };
  const spec = { kubernetesVersion: 'default', workers: 0 };
  const step = new StepRecorder({ onPhase: phase => tell({ phase }) });
  switch (verb) {
    case 'create':
      await provider.create(ref, spec, step);
      tell({ created: true });
      break;
    case 'check':
      tell({ check: (await provider.check(ref, spec, step)) ?? null });
      break;
    default:
      await provider.destroy(ref, step);
      tell({ destroyed: true });
  }
}

main(JSON.parse(process.argv[2])).catch(error => {
  tell({ error: String(error) });
  process.exitCode = 1;
});
