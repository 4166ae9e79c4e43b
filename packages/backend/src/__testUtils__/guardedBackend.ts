/**
 * A Backstage backend without plugins, whose output is guarded as the portal's is.
 * It logs when it gets SIGUSR2. Its parent gets a message when it is ready, and when it has logged.
 */
import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { guardOutput } from '../output';

const backend = createBackend();
guardOutput(() => backend.stop().finally(() => process.exit(1)));
backend.add(
  createBackendPlugin({
    pluginId: 'chatter',
    register(reg) {
      reg.registerInit({
        deps: { logger: coreServices.logger },
        async init({ logger }) {
          process.on('SIGUSR2', () => {
            logger.info('still here');
            process.send?.('logged');
          });
        },
      });
    },
  }),
);
backend.start().then(() => process.send?.('ready'));
