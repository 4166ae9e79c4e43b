import {
  type ApiHolder,
  translationApiRef,
} from '@backstage/frontend-plugin-api';
import { pyk8sLabTranslationRef } from './translationRef';
import type { Translate } from './useTranslate';

/**
 * The texts of the plugin in the language of the app, outside of components.
 *
 * @param apis - the app's APIs, among them the one for translations
 */
export async function translateIn(apis: ApiHolder): Promise<Translate> {
  const translationApi = apis.get(translationApiRef);
  if (!translationApi) {
    throw new Error('The app has no API for translations');
  }
  const now = translationApi.getTranslation(pyk8sLabTranslationRef);
  if (now.ready) {
    return now.t;
  }
  // Another language than the app's first is loaded when it is wanted.
  return new Promise((resolve, reject) => {
    const subscription = translationApi
      .translation$(pyk8sLabTranslationRef)
      .subscribe({
        next: snapshot => {
          if (snapshot.ready) {
            resolve(snapshot.t);
            subscription.unsubscribe();
          }
        },
        error: reject,
      });
  });
}
