/** Imported by programs whose children are to end with them, however they end. */
import { fileURLToPath } from 'node:url';
import { watchWith } from './groupWatch.mjs';

watchWith(fileURLToPath(new URL('./watchdog.mjs', import.meta.url)));
