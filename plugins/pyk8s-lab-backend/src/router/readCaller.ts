import type {
  BackstageCredentials,
  HttpAuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { LabCaller } from '../labs';

/** What Backstage calls its own plugins as callers, before their ids. */
const PLUGIN_SUBJECT = 'plugin:';

/** A request, whatever its parameters and body are typed as. */
export type AnyRequest = Parameters<HttpAuthService['credentials']>[0];

/**
 * Who calls, and as whom they own things.
 * @throws AuthenticationError or NotAllowedError unless a signed-in user calls
 */
export async function readCaller(
  req: AnyRequest,
  services: { httpAuth: HttpAuthService; userInfo: UserInfoService },
): Promise<LabCaller> {
  const credentials = await services.httpAuth.credentials(req, {
    allow: ['user'],
  });
  return { ...(await callerOf(credentials, services.userInfo)), request: req };
}

/** Who somebody with credentials is, and as whom they own things. */
export async function callerOf(
  credentials: BackstageCredentials,
  userInfo: UserInfoService,
): Promise<LabCaller> {
  return { ...(await readOwnership(credentials, userInfo)), credentials };
}

/**
 * Who wants to read labs: a signed-in user, or another plugin of the portal, such as
 * the catalog, which has every lab to read and nothing to change.
 * @throws AuthenticationError, or NotAllowedError for anybody else
 */
export async function readReader(
  req: AnyRequest,
  services: { httpAuth: HttpAuthService; userInfo: UserInfoService },
): Promise<LabCaller> {
  const credentials = await services.httpAuth.credentials(req, {
    allow: ['user', 'service'],
  });
  const { principal } = credentials;
  if (principal.type === 'user') {
    return {
      ...(await callerOf(credentials, services.userInfo)),
      request: req,
    };
  }
  // Tokens from outside the portal have subjects of another kind.
  if (!principal.subject.startsWith(PLUGIN_SUBJECT)) {
    throw new NotAllowedError(
      'Labs are read by signed-in users, and by plugins of this portal.',
    );
  }
  return {
    userRef: principal.subject,
    ownershipRefs: [],
    isPlugin: true,
    credentials,
    request: req,
  };
}

/** A caller with what the caller owns things as by now. */
export async function renewCaller(
  caller: LabCaller,
  userInfo: UserInfoService,
): Promise<LabCaller> {
  if (caller.isPlugin) {
    return caller;
  }
  return { ...caller, ...(await readOwnership(caller.credentials, userInfo)) };
}

/** Who somebody is, and as whom they own things by now. */
async function readOwnership(
  credentials: BackstageCredentials,
  userInfo: UserInfoService,
): Promise<Pick<LabCaller, 'userRef' | 'ownershipRefs'>> {
  const { userEntityRef, ownershipEntityRefs } = await userInfo.getUserInfo(
    credentials,
  );
  // Labs keep their owners in lower case, whatever a sign-in resolver makes of a name.
  const userRef = inLowerCase(userEntityRef);
  return {
    userRef,
    ownershipRefs: [
      ...new Set([userRef, ...ownershipEntityRefs.map(inLowerCase)]),
    ],
  };
}

/** As Backstage writes entity refs. */
function inLowerCase(ref: string): string {
  return ref.toLocaleLowerCase('en-US');
}
