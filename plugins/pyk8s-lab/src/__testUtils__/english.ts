import { mockApis } from '@backstage/frontend-test-utils';
import { pyk8sLabTranslationRef, type Translate } from '../translation';

/**
 * The English words of the Labs pages, made by the same machinery as in an app:
 * for tests of functions that take a {@link Translate}.
 */
export const english: Translate = makeEnglish();

function makeEnglish(): Translate {
  const snapshot = mockApis
    .translation()
    .getTranslation(pyk8sLabTranslationRef);
  if (!snapshot.ready) {
    throw new Error('The English messages are not ready');
  }
  return snapshot.t;
}
