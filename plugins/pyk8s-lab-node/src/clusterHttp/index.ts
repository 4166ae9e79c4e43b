export {
  connectionOptions,
  type ClusterConnectionOptions,
} from './connectionOptions';
