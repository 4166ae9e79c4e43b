export { Terminal, type Ran } from './Terminal';
export { TestPortal } from './TestPortal';
export { InstalledCli } from './InstalledCli';
export { hardToQuoteCommands } from './hardToQuoteCommands';
export { FakeAuth, seconds, tokenUntil } from './FakeAuth';
export { TlsProxy } from './TlsProxy';
