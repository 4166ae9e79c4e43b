export {
  ConsoleSession,
  type ConsoleState,
  type Draft,
} from './ConsoleSession';
export { announce, describeEnding } from './ending';
export { type OutputBlock, textOf } from './output';
export {
  type ConsoleEntry,
  type Ending,
  MAX_SCROLLBACK,
  type Scrollback,
} from './scrollback';
export { PlainText } from './plainText';
export {
  type Suggestion,
  suggestionsFor,
  readPasted,
  type Pasted,
} from './input';
