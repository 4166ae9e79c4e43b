export { beforeDrawing } from './drawing';
export type { ConsoleSession, ConsoleState, Draft } from './ConsoleSession';
export { announce, describeEnding } from './ending';
export { type OutputBlock, textOf } from './output';
export {
  type ConsoleEntry,
  type Ending,
  MAX_SCROLLBACK,
  type Scrollback,
} from './scrollback';
export { PlainText } from './plainText';
export { sessionOf } from './sessions';
export { type Suggestion, suggestionsFor } from './suggestions';
export { readPasted, type Pasted } from './pasted';
