/** Imported by programs whose children must end with them, even if they are killed. */
import { fileURLToPath } from 'node:url';
import { watchWith } from './groupWatch.mjs';

watchWith(fileURLToPath(new URL('./watchdog.mjs', import.meta.url)));
