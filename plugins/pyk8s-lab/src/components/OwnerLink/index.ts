export { OwnerLine } from './OwnerLine';
export { OwnerLink } from './OwnerLink';
