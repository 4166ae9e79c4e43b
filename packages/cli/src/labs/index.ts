export { findLab, listAll } from './findLab';
export { followLab, isPassing } from './followLab';
export { AWAITED, outcomeOf, type Awaited } from './outcome';
export { generateName } from './generateName';
export { isLabGone } from './isLabGone';
export { isOwner, shortOwner } from './owners';
export { waitForLab } from './waitForLab';
