import {
  type ApiHolder,
  createTranslationRef,
  translationApiRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
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

/** Gives the texts of the Labs pages in the language of the app. */
export type Translate = ReturnType<
  typeof useTranslationRef<typeof pyk8sLabTranslationRef.T>
>['t'];

/** The texts of the Labs pages in the language of the app. */
export function useTranslate(): Translate {
  return useTranslationRef(pyk8sLabTranslationRef).t;
}

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
