import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { pyk8sLabTranslationRef } from './translationRef';

/** Gives the texts of the Labs pages in the language of the app. */
export type Translate = ReturnType<
  typeof useTranslationRef<typeof pyk8sLabTranslationRef.T>
>['t'];

/** The texts of the Labs pages in the language of the app. */
export function useTranslate(): Translate {
  return useTranslationRef(pyk8sLabTranslationRef).t;
}
