import type { ConfigApi } from '@backstage/frontend-plugin-api';

/** One of the example people that development offers to sign in as. */
export interface DemoUser {
  entityRef: string;
  title: string;
  description?: string;
}

/** The people of `auth.providers.demo.users`; none outside development. */
export function readDemoUsers(config: ConfigApi): DemoUser[] {
  return (
    config.getOptionalConfigArray('auth.providers.demo.users')?.map(user => ({
      entityRef: user.getString('entityRef'),
      title: user.getString('title'),
      description: user.getOptionalString('description'),
    })) ?? []
  );
}
