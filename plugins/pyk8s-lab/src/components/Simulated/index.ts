export { SimulatedBadge } from './SimulatedBadge';
export { SimulatedBanner } from './SimulatedBanner';
export { SimulatedLabsBanner } from './SimulatedLabsBanner';
