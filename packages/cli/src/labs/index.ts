export { createOnce } from './createOnce';
export { findLab, listAll } from './findLab';
export { isLabGone } from './isLabGone';
export { isOwner, shortOwner, generateName } from './names';
export { waitForLab } from './waitForLab';
