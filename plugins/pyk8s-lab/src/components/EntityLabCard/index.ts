export { EntityLabCard } from './EntityLabCard';
