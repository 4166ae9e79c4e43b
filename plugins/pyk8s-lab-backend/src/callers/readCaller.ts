import type {
  BackstageCredentials,
  HttpAuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { decodeJwt } from 'jose';
import type { LabCaller } from './LabCaller';
import type { ServiceSettings } from '../config/LabSettings';

/** What Backstage calls its own plugins as callers, before their ids. */
const PLUGIN_SUBJECT = 'plugin:';

/** A request, whatever its parameters and body are typed as. */
export type AnyRequest = Parameters<HttpAuthService['credentials']>[0];

/** Who callers are found out with. */
export interface CallerServices {
  readonly httpAuth: HttpAuthService;
  readonly userInfo: UserInfoService;
  /** What from outside the portal may have labs. */
  readonly externalServices: readonly ServiceSettings[];
}

/**
 * Who calls, and as whom they own things: a signed-in user, or a service from
 * outside the portal that the settings name.
 * @throws AuthenticationError, or NotAllowedError for anybody else
 */
export async function readCaller(
  req: AnyRequest,
  services: CallerServices,
): Promise<LabCaller> {
  const caller = await readAnyone(req, services);
  if (!caller || caller.isPlugin) {
    throw new NotAllowedError(
      'Labs are for signed-in users, and for services that pyk8sLab.services names.',
    );
  }
  return caller;
}

/** Who the caller is, and the entity refs of its ownership. */
export async function callerOf(
  credentials: BackstageCredentials,
  userInfo: UserInfoService,
): Promise<LabCaller> {
  return { ...(await readOwnership(credentials, userInfo)), credentials };
}

/**
 * Who wants to read labs: those who may have some, or another plugin of the portal, such
 * as the catalog, which has every lab to read and nothing to change.
 * @throws AuthenticationError, or NotAllowedError for anybody else
 */
export async function readReader(
  req: AnyRequest,
  services: CallerServices,
): Promise<LabCaller> {
  const caller = await readAnyone(req, services);
  if (!caller) {
    throw new NotAllowedError(
      'Labs are read by signed-in users, by plugins of this portal, and by services that pyk8sLab.services names.',
    );
  }
  return caller;
}

/** @returns nothing for a service that has no business here */
async function readAnyone(
  req: AnyRequest,
  { httpAuth, userInfo, externalServices }: CallerServices,
): Promise<LabCaller | undefined> {
  const credentials = await httpAuth.credentials(req, {
    allow: ['user', 'service'],
  });
  const { principal } = credentials;
  if (principal.type === 'user') {
    return { ...(await callerOf(credentials, userInfo)), request: req };
  }
  const { subject } = principal;
  // Tokens from outside the portal have subjects of another kind, unless somebody
  // has named one so; plugins' own have no restrictions.
  if (subject.startsWith(PLUGIN_SUBJECT) && !principal.accessRestrictions) {
    return {
      userRef: subject,
      ownershipRefs: [],
      isPlugin: true,
      credentials,
      request: req,
    };
  }
  const service = externalServices.find(known => known.subject === subject);
  return (
    service && {
      userRef: service.user,
      ownershipRefs: [...new Set([service.user, ...service.groups])],
      isService: true,
      serviceSubject: subject,
      credentials,
      expiresAt: tokenEnd(req),
      request: req,
    }
  );
}

/**
 * When the token of a service ends, which Backstage has checked, and does not tell.
 * @returns undefined for a static token, which has no end
 */
function tokenEnd(req: AnyRequest): Date | undefined {
  const [, token = ''] =
    /^Bearer +(\S+)$/i.exec(req.headers.authorization ?? '') ?? [];
  try {
    const { exp } = decodeJwt(token);
    return exp === undefined ? undefined : new Date(exp * 1000);
  } catch {
    return undefined;
  }
}

/** A caller with current ownership. */
export async function renewCaller(
  caller: LabCaller,
  userInfo: UserInfoService,
): Promise<LabCaller> {
  // What these are does not change while the portal runs.
  if (caller.isPlugin || caller.isService) {
    return caller;
  }
  return { ...caller, ...(await readOwnership(caller.credentials, userInfo)) };
}

/** Who the caller is, and the current entity refs of its ownership. */
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
