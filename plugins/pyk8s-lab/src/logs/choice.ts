/** Which log a person chose; what is undefined was left to the page. */
export type LogChoice =
  | { readonly source: 'provisioning'; readonly run?: string }
  | {
      readonly source: 'node';
      readonly node?: string;
      readonly unit?: string;
    }
  | {
      readonly source: 'pod';
      readonly namespace?: string;
      readonly pod?: string;
      readonly container?: string;
      readonly previous?: boolean;
    };

/** The parameters of a URL that say which log is shown. */
export const CHOICE_PARAMETERS = [
  'source',
  'run',
  'node',
  'unit',
  'namespace',
  'pod',
  'container',
  'previous',
] as const;

/** Which log a URL names; how the lab was made unless it does. */
export function choiceIn(params: URLSearchParams): LogChoice {
  const get = (name: string) => params.get(name) || undefined;
  switch (params.get('source')) {
    case 'node':
      return { source: 'node', node: get('node'), unit: get('unit') };
    case 'pod':
      return {
        source: 'pod',
        namespace: get('namespace'),
        pod: get('pod'),
        container: get('container'),
        previous: params.get('previous') === 'true',
      };
    default:
      return { source: 'provisioning', run: get('run') };
  }
}

/** The parameters of a URL with another choice; those of others stay. */
export function withChoice(
  params: URLSearchParams,
  choice: LogChoice,
): URLSearchParams {
  const next = new URLSearchParams(params);
  CHOICE_PARAMETERS.forEach(name => next.delete(name));
  for (const [name, value] of Object.entries(choice)) {
    if (value) {
      next.set(name, String(value));
    }
  }
  return next;
}
