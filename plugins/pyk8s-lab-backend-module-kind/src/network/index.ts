export { LabNetworkGuard } from './LabNetworkGuard';
export { LabNetworks } from './LabNetworks';
export {
  bridgeOf,
  BRIDGE_PREFIX,
  clustersOnSharedNetwork,
  isLabNetwork,
  networkOf,
} from './names';
