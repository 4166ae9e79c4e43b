export { formatSize } from './formatSize';
export { pyk8sLabTranslationRef } from './translationRef';
export { useTranslate, type Translate } from './useTranslate';
