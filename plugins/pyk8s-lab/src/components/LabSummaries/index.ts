export { FollowedSummaries } from './FollowedSummaries';
