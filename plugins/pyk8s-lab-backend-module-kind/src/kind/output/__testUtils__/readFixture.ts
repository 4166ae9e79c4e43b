import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Recorded output of kind 0.33; each file is one run. */
export function readFixture(
  name:
    | 'three-nodes'
    | 'port-taken'
    | 'docker-unreachable'
    | 'image-not-pulled'
    | 'node-killed'
    | 'kubeadm-refused'
    | 'control-plane-unhealthy'
    | 'worker-not-joined',
): string {
  return readFileSync(join(__dirname, 'fixtures', `${name}.txt`), 'utf8');
}
