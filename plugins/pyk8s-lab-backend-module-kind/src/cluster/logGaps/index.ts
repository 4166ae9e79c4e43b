export { KubeletLogFiles } from './KubeletLogFiles';
export { logDirectory } from './logDirectory';
export { withoutGaps } from './withoutGaps';
