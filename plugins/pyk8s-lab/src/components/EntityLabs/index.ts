export { EntityLabs } from './EntityLabs';
