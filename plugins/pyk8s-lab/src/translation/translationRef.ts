import { createTranslationRef } from '@backstage/frontend-plugin-api';
import * as messages from './messages';

/**
 * Every text of the Labs pages, with its English words. An app gives others, or
 * other languages, through a `TranslationBlueprint` for this ref.
 * @public
 */
export const pyk8sLabTranslationRef = createTranslationRef({
  id: 'pyk8s-lab',
  messages,
});
