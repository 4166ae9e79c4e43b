/** An object that has been applied. */
export interface AppliedObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** Undefined for what belongs to no namespace. */
  readonly namespace?: string;
  readonly name: string;
  /** Undefined where there is nothing to watch. */
  readonly uid?: string;
}

const LINE =
  /^([\w./-]{1,317})\t(\w{1,63})\t([a-z0-9-]{0,63}|<no value>)\t([\w.:-]{1,253})\t([\w-]{0,64}|<no value>)$/;

/**
 * What was applied, as a provider prints it. A cluster answers what it likes: a
 * line that is no object is none.
 */
export function readApplied(stdout: string): AppliedObject[] {
  return stdout.split('\n').flatMap(line => {
    const [, apiVersion, kind, namespace, name, uid] = LINE.exec(line) ?? [];
    return name === undefined
      ? []
      : {
          apiVersion,
          kind,
          name,
          ...(given(namespace) && { namespace }),
          ...(given(uid) && { uid }),
        };
  });
}

/** As people call an object: `Deployment preview/web`. */
export function titleOf({
  kind,
  namespace,
  name,
}: Pick<AppliedObject, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

function given(text: string): boolean {
  return text !== '' && text !== '<no value>';
}
