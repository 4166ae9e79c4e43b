import {
  SignInPage,
  type SignInProviderConfig,
} from '@backstage/core-components';
import {
  configApiRef,
  githubAuthApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { DemoSignInPage, readDemoUsers } from './DemoSignInPage';
import { oidcAuthApiRef } from './oidcAuthApi';

const PROVIDERS: SignInProviderConfig[] = [
  {
    id: 'oidc',
    title: 'Single sign-on',
    message: 'Sign in with your organization’s account',
    apiRef: oidcAuthApiRef,
  },
  {
    id: 'github',
    title: 'GitHub',
    message: 'Sign in with GitHub',
    apiRef: githubAuthApiRef,
  },
];

/**
 * Offers the providers that are configured: example people in development, and
 * OpenID Connect and GitHub where they are set up.
 */
export const PortalSignInPage = (props: SignInPageProps) => {
  const config = useApi(configApiRef);
  const users = readDemoUsers(config);
  const configured = PROVIDERS.filter(({ id }) =>
    config.has(`auth.providers.${id}`),
  );
  if (users.length > 0) {
    return <DemoSignInPage {...props} users={users} />;
  }
  if (configured.length === 1) {
    return <SignInPage {...props} auto provider={configured[0]} />;
  }
  return (
    <SignInPage
      {...props}
      align="center"
      providers={configured.length > 0 ? configured : ['guest']}
    />
  );
};
