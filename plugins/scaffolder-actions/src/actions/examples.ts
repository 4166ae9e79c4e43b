import { stringify } from 'yaml';

/** A step of a template in an example. */
export interface ExampleStep {
  id: string;
  name: string;
  if?: string;
  input: Record<string, unknown>;
}

/** Examples of an action, in the scaffolder's format. */
export function examplesOf(
  action: string,
  steps: (ExampleStep & { description: string })[],
): { description: string; example: string }[] {
  return steps.map(({ description, id, name, input, ...rest }) => ({
    description,
    example: stringify({ steps: [{ id, name, ...rest, action, input }] }),
  }));
}
