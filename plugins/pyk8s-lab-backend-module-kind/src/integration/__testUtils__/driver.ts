import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { ClusterRef } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import type { KindSettings } from '../../config/KindSettings';
import { KindLabProvider } from '../../KindLabProvider';

/** The driver's settings, as JSON in its first argument. */
export interface DriverTask {
  readonly verb: 'create' | 'check' | 'listen' | 'destroy';
  readonly name: string;
  readonly settings: KindSettings;
}

/** One JSON object per line. */
function tell(news: object): void {
  process.stdout.write(`${JSON.stringify(news)}\n`);
}

/**
 * Runs the provider in a process of its own, which tests can kill or start in a
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
    case 'listen':
      tell(await listen(provider, ref));
      break;
    default:
      await provider.destroy(ref, step);
      tell({ destroyed: true });
  }
}

/** Listens on every address as a portal does, and sends requests from a lab and itself. */
async function listen(provider: KindLabProvider, ref: ClusterRef) {
  const signal = AbortSignal.timeout(60_000);
  const endGuard = await provider.guard();
  const server = createServer((_, answer) => answer.end('portal'));
  await once(server.listen(0, '::'), 'listening');
  const { port } = server.address() as AddressInfo;
  // Joins the network of the lab.
  await provider.kubeconfig(ref, { reach: 'portal', signal });
  const urls = Object.values(networkInterfaces())
    .flatMap(addresses => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => `http://${address}:${port}/`);
  const askFromLab = async () => {
    const answers: string[] = [];
    for (const url of urls) {
      let text = '';
      await provider.can.commands.exec(
        ref,
        { argv: ['curl', '--silent', '-m', '3', url], timeoutMs: 20_000 },
        {
          signal,
          onOutput: (_, chunk) => {
            text += Buffer.from(chunk).toString();
          },
        },
      );
      answers.push(text);
    }
    return answers;
  };
  const [first] = urls;
  const told = {
    networks: urls.length,
    own: await fetch(first).then(answer => answer.text()),
    guarded: await askFromLab(),
  };
  endGuard();
  const unguarded = await askFromLab();
  server.close();
  server.closeAllConnections();
  return { ...told, unguarded };
}

main(JSON.parse(process.argv[2])).catch(error => {
  tell({ error: String(error) });
  process.exitCode = 1;
});
