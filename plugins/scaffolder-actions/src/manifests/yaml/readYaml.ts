import { InputError, toError } from '@backstage/errors';
import { parseAllDocuments, type Document } from 'yaml';
import { KUBERNETES_TAGS } from './kubernetesTags';
import { PlainValue } from './PlainValue';

/** A document of a text. */
export interface YamlDocument {
  value: unknown;
  /** Where it is from, for messages. */
  where: string;
}

/**
 * Reads YAML, or JSON, as Kubernetes' own programs do.
 *
 * @param text - any number of documents
 * @param source - where it is from, for messages
 * @returns plain values, as JSON has them
 * @throws InputError that quotes nothing of the text but keys, since it may hold
 * secrets
 */
export function readYaml(text: string, source: string): YamlDocument[] {
  return documentsOf(text, source).map((document, index) => {
    const where = index === 0 ? source : `${source}, document ${index + 1}`;
    const [problem] = document.errors;
    if (problem) {
      // The first line: the others quote the text.
      throw new InputError(
        `${where} is not valid YAML: ${problem.message.split('\n')[0]}`,
      );
    }
    if (document.warnings.some(({ code }) => code === 'TAG_RESOLVE_FAILED')) {
      throw new InputError(
        `${where} has a tag ("!…") that is not supported: write the value out.`,
      );
    }
    return { value: PlainValue.of(document.contents, where), where };
  });
}

function documentsOf(text: string, source: string): Document.Parsed[] {
  try {
    const documents = parseAllDocuments(text, {
      // Not left to a %YAML line of the text.
      schema: 'failsafe',
      resolveKnownTags: false,
      customTags: tags => [...tags, ...KUBERNETES_TAGS],
      // PlainValue sees to keys; the library does so in quadratic time.
      uniqueKeys: false,
      logLevel: 'error',
    });
    return Array.isArray(documents) ? documents : [];
  } catch (error) {
    const { name } = toError(error);
    throw new InputError(
      name === 'RangeError'
        ? `${source} is nested too deeply.`
        : `${source} is not valid YAML.`,
    );
  }
}
