const ESC = '\u001b';
const BEL = '\u0007';
/** Ends what an operating system command or the like says. */
const ST = '\u009c';

// Of the control characters text may hold a tab and the end of a line.
const NEEDS_CARE = /[^\P{Cc}\t\n]/u;

/** What the characters that come next belong to. */
type Position =
  | 'text'
  | 'carriage-return'
  | 'escape'
  | 'escape-intermediate'
  | 'sequence'
  | 'string'
  | 'string-escape';

const isIntermediate = (character: string) =>
  character >= ' ' && character <= '/';

/**
 * Makes plain text of what programs print: without colours and other escape
 * sequences, and with one kind of line ending. Text comes in pieces that may end
 * anywhere, also within a sequence, so each stream of a command needs its own.
 */
export class PlainText {
  #position: Position = 'text';

  static create(): PlainText {
    return new PlainText();
  }

  private constructor() {}

  /** The plain text of the next piece. */
  read(piece: string): string {
    if (this.#position === 'text' && !NEEDS_CARE.test(piece)) {
      return piece;
    }
    let text = '';
    for (const character of piece) {
      text += this.#read(character);
    }
    return text;
  }

  #read(character: string): string {
    switch (this.#position) {
      case 'escape':
        this.#position = afterEscape(character);
        return '';
      case 'escape-intermediate':
        if (!isIntermediate(character)) {
          this.#position = 'text';
        }
        return '';
      case 'sequence':
        if (character >= '@' && character <= '~') {
          this.#position = 'text';
        }
        return '';
      case 'string':
        if (character === BEL || character === ST) {
          this.#position = 'text';
        } else if (character === ESC) {
          this.#position = 'string-escape';
        }
        return '';
      case 'string-escape':
        this.#position = character === '\\' ? 'text' : 'string';
        return '';
      default:
        return this.#readText(character);
    }
  }

  #readText(character: string): string {
    const hasReturned = this.#position === 'carriage-return';
    this.#position = 'text';
    switch (character) {
      case '\r':
        // A program that writes over its line has started a new one here.
        this.#position = 'carriage-return';
        return '\n';
      case '\n':
        return hasReturned ? '' : '\n';
      case ESC:
        this.#position = 'escape';
        return '';
      case '\u009b':
        this.#position = 'sequence';
        return '';
      case '\u0090':
      case '\u0098':
      case '\u009d':
      case '\u009e':
      case '\u009f':
        this.#position = 'string';
        return '';
      default:
        return NEEDS_CARE.test(character) ? '' : character;
    }
  }
}

function afterEscape(character: string): Position {
  if (character === '[') {
    return 'sequence';
  }
  if (']PX^_'.includes(character)) {
    return 'string';
  }
  if (isIntermediate(character)) {
    return 'escape-intermediate';
  }
  return character === ESC ? 'escape' : 'text';
}
