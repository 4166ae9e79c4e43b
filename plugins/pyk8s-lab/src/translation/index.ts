export { formatSize } from './formatSize';
export { pyk8sLabTranslationRef } from './translationRef';
export { translateIn } from './translateIn';
export { useTranslate, type Translate } from './useTranslate';
