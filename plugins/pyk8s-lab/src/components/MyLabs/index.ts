export { MyLabs } from './MyLabs';
export { MyLabsLink } from './MyLabsLink';
