export { findLab, listAll } from './findLab';
export { followLab, isPassing } from './followLab';
export { AWAITED, outcomeOf, type Awaited } from './outcome';
export { isOwner, shortOwner } from './owners';
export { waitForLab } from './waitForLab';
