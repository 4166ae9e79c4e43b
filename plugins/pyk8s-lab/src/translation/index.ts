export { enumerate, formatSize } from './format';
export {
  pyk8sLabTranslationRef,
  type Translate,
  translateIn,
  useTranslate,
} from './translate';
