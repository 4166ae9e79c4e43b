export { Terminal, type Ran } from './Terminal';
export { TestPortal } from './TestPortal';
export { InstalledCli } from './InstalledCli';
export { someWords } from './someWords';
export { FakeAuth, seconds, tokenUntil } from './FakeAuth';
export { TlsFront } from './TlsFront';
