import type { ScalarTag, Tags } from 'yaml';

const INT = /^[-+]?(?:0b[01_]+|0x[0-9a-f_]+|0o?[0-7_]+|0|[1-9][0-9_]*)$/i;
const FLOAT =
  /^[-+]?(?:\.[0-9_]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:e[-+]?[0-9_]+)?$/i;

/**
 * The scalars as kubectl reads them (sigs.k8s.io/yaml, which is YAML 1.1 with Go's
 * numbers): `0400` and `0o400` are octal, `08` is 8, `yes`, `on` and `y` are true.
 * Times and numbers to the base of sixty, such as `1:30`, stay texts, and so does
 * what JSON has no value for.
 */
export const KUBERNETES_TAGS: Tags = [
  'null',
  truth(true, /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/),
  truth(false, /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/),
  { tag: 'tag:yaml.org,2002:int', default: true, test: INT, resolve: readInt },
  {
    tag: 'tag:yaml.org,2002:float',
    default: true,
    test: FLOAT,
    resolve: text => Number(text.replaceAll('_', '')),
  },
];

function truth(value: boolean, test: RegExp): ScalarTag {
  return {
    tag: 'tag:yaml.org,2002:bool',
    default: true,
    test,
    resolve: () => value,
  };
}

function readInt(text: string): number {
  const [, sign, digits] =
    /^([-+]?)(.*)$/.exec(text.replaceAll('_', '').toLowerCase()) ?? [];
  // Number() knows 0b, 0x and 0o, but takes 0400 for a decimal number.
  const value = Number(digits.replace(/^0(?=[0-7])/, '0o'));
  return sign === '-' ? 0 - value : value;
}
