export { OwnedLabsCard } from './OwnedLabsCard';
