export { LabNetworkGuard } from './LabNetworkGuard';
export { LabNetworks } from './LabNetworks';
export { bridgeOf, BRIDGE_PREFIX, isLabNetwork, networkOf } from './names';
