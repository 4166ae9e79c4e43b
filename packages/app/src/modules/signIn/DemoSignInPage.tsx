import { ProxiedSignInPage } from '@backstage/core-components';
import {
  type ConfigApi,
  configApiRef,
  type IdentityApi,
  useApi,
} from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import {
  Alert,
  Button,
  ButtonLink,
  Card,
  CardBody,
  CardHeader,
  Container,
  Flex,
  Text,
} from '@backstage/ui';
import { type ReactNode, useState } from 'react';
import styles from './DemoSignInPage.module.css';

/** One of the example people that development offers to sign in as. */
interface DemoUser {
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

/** Stores the chosen user, so that a reload does not ask again. */
const CHOSEN_KEY = 'pyk8s-lab.demo-user';

/** An identity whose signing out forgets the chosen user. */
function forgetting(identity: IdentityApi, forget: () => void): IdentityApi {
  return {
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    getProfileInfo: () => identity.getProfileInfo(),
    signOut: async () => {
      forget();
      await identity.signOut();
    },
  };
}

const SignInFrame = ({ children }: { children: ReactNode }) => {
  const title = useApi(configApiRef).getOptionalString('app.title');
  return (
    <main className={styles.page}>
      <Container>
        <Flex direction="column" align="center" gap="5">
          <Text as="h1" variant="title-large">
            {title ?? 'Sign in'}
          </Text>
          {children}
        </Flex>
      </Container>
    </main>
  );
};

const PersonChoice = ({
  users,
  onChoose,
}: {
  users: DemoUser[];
  onChoose: (user: DemoUser) => void;
}) => (
  <SignInFrame>
    <Card className={styles.card}>
      <CardHeader>
        <Text as="h2" variant="title-x-small" weight="bold">
          Who are you?
        </Text>
        <Text as="p" color="secondary">
          Example people, for development: no password is needed. Each sees
          their own labs and those of their group.
        </Text>
      </CardHeader>
      <CardBody>
        <ul className={styles.people}>
          {users.map(user => (
            <li key={user.entityRef} className={styles.person}>
              <div>
                <Text as="p" weight="bold">
                  {user.title}
                </Text>
                <Text as="p" color="secondary">
                  {user.description}
                </Text>
              </div>
              <Button
                variant="secondary"
                aria-label={`Sign in as ${user.title}`}
                onPress={() => onChoose(user)}
              >
                Sign in
              </Button>
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  </SignInFrame>
);

const Failure = ({
  user,
  error,
  onBack,
}: {
  user: DemoUser;
  error: Error | undefined;
  onBack: () => void;
}) => (
  <SignInFrame>
    <Alert
      role="alert"
      status="danger"
      icon
      title={`${user.title} cannot sign in`}
      description={error?.message}
      customActions={
        <Flex gap="2">
          <Button variant="secondary" onPress={onBack}>
            Choose somebody else
          </Button>
          <ButtonLink variant="primary" href={window.location.href}>
            Try again
          </ButtonLink>
        </Flex>
      }
    />
  </SignInFrame>
);

/** Signs in as an example user, without a password. */
export const DemoSignInPage = ({
  users,
  onSignInSuccess,
}: SignInPageProps & { users: DemoUser[] }) => {
  const [chosen, setChosen] = useState(() => {
    const ref = localStorage.getItem(CHOSEN_KEY);
    return users.find(({ entityRef }) => entityRef === ref);
  });
  const choose = (user: DemoUser | undefined) => {
    if (user) {
      localStorage.setItem(CHOSEN_KEY, user.entityRef);
    } else {
      localStorage.removeItem(CHOSEN_KEY);
    }
    setChosen(user);
  };

  if (!chosen) {
    return <PersonChoice users={users} onChoose={choose} />;
  }
  return (
    <ProxiedSignInPage
      // Another attempt starts from the beginning.
      key={chosen.entityRef}
      provider="demo"
      headers={{ 'x-demo-user': chosen.entityRef }}
      onSignInSuccess={identity =>
        onSignInSuccess(forgetting(identity, () => choose(undefined)))
      }
      ErrorComponent={({ error }) => (
        <Failure user={chosen} error={error} onBack={() => choose(undefined)} />
      )}
    />
  );
};
