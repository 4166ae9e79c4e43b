import type {
  BackstageCredentials,
  HttpAuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { LabCaller } from '../labs';

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
  return {
    ...(await readOwnership(credentials, services.userInfo)),
    credentials,
    request: req,
  };
}

/** A caller with what the caller owns things as by now. */
export async function renewCaller(
  caller: LabCaller,
  userInfo: UserInfoService,
): Promise<LabCaller> {
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
