export { EntityField } from './EntityField';
