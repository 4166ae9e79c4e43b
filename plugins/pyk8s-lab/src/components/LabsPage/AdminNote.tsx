import { Alert } from '@backstage/ui';

/** Reminds administrators that they look at other people's labs. */
export const AdminNote = () => (
  <Alert
    status="info"
    icon
    mb="4"
    title="You see everybody's labs, because you administer this portal"
    description="What you do to a lab is shown in its activity, with your name."
  />
);
