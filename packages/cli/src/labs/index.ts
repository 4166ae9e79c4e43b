export { createOnce } from './createOnce';
export { findLab, listAll } from './findLab';
export { AWAITED, outcomeOf, type Awaited } from './outcome';
export { isLabGone } from './isLabGone';
export { isOwner, shortOwner, generateName } from './names';
export { waitForLab } from './waitForLab';
