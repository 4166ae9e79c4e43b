import { InputError } from '@backstage/errors';
import { isAlias, isMap, isScalar, isSeq, type YAMLMap } from 'yaml';

/** More than any manifest has; with everything counted as often as it is used. */
const MAX_VALUES = 500_000;
const MAX_DEPTH = 100;

interface Anchored {
  value: unknown;
  /** How many values it is, with all within it. */
  size: number;
}

/**
 * Makes a plain value of the nodes of one YAML document. The library's own way
 * compares every key with every other, and has no limit to what merge keys copy;
 * both would keep the whole backend busy with one file.
 */
export class PlainValue {
  readonly #where: string;
  readonly #anchors = new Map<string, Anchored>();
  #size = 0;

  /**
   * @param where - what it is from, for messages
   * @throws InputError for keys that are there twice, aliases of nothing, and more
   * than manifests have
   */
  static of(node: unknown, where: string): unknown {
    return new PlainValue(where).#read(node, 0);
  }

  private constructor(where: string) {
    this.#where = where;
  }

  #read(node: unknown, depth: number): unknown {
    if (depth > MAX_DEPTH) {
      throw this.#wrong(`is more than ${MAX_DEPTH} levels deep`);
    }
    if (isAlias(node)) {
      const found = this.#anchors.get(node.source);
      if (!found) {
        throw this.#wrong(`has "*${node.source}", with no such anchor before`);
      }
      this.#count(found.size);
      return found.value;
    }
    const { anchor } = (node ?? {}) as { anchor?: string };
    if (anchor) {
      // Until it has been read, it is nothing that can be named: not in itself.
      this.#anchors.delete(anchor);
    }
    const before = this.#size;
    this.#count(1);
    const value = this.#content(node, depth);
    if (anchor) {
      this.#anchors.set(anchor, { value, size: this.#size - before });
    }
    return value;
  }

  #content(node: unknown, depth: number): unknown {
    if (isMap(node)) {
      return this.#map(node, depth);
    }
    if (isSeq(node)) {
      return node.items.map(item => this.#read(item, depth + 1));
    }
    const value = isScalar(node) ? node.value : null;
    if (typeof value === 'number' && !isExact(value)) {
      throw this.#wrong('has a number that is too large: put it in quotes');
    }
    return value;
  }

  #map({ items }: YAMLMap, depth: number): Record<string, unknown> {
    const own = new Map<string, unknown>();
    const merged = new Map<string, unknown>();
    for (const { key, value } of items) {
      if (isMergeKey(key)) {
        this.#merge(this.#read(value, depth + 1), merged);
        continue;
      }
      const name = this.#read(key, depth + 1);
      if (name === null || typeof name === 'object') {
        throw this.#wrong('has a key that is not text');
      }
      const text = String(name);
      if (own.has(text)) {
        throw this.#wrong(`has the key "${text.slice(0, 60)}" twice`);
      }
      own.set(text, this.#read(value, depth + 1));
    }
    // What a map says itself wins. fromEntries makes own keys also of __proto__.
    return Object.fromEntries(new Map([...merged, ...own]));
  }

  /** The first of several maps wins. */
  #merge(source: unknown, into: Map<string, unknown>): void {
    const maps = Array.isArray(source) ? source : [source];
    for (const map of maps) {
      if (typeof map !== 'object' || map === null || Array.isArray(map)) {
        throw this.#wrong('merges ("<<") what is not a map');
      }
      for (const [key, value] of Object.entries(map)) {
        if (!into.has(key)) {
          into.set(key, value);
        }
      }
    }
  }

  #count(size: number): void {
    this.#size += size;
    if (this.#size > MAX_VALUES) {
      throw this.#wrong(
        `has more than ${MAX_VALUES} values, with its aliases: divide it`,
      );
    }
  }

  #wrong(what: string): InputError {
    return new InputError(`${this.#where} ${what}.`);
  }
}

/** Quoted it is a key like others. */
function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

function isExact(value: number): boolean {
  return (
    Number.isFinite(value) &&
    (!Number.isInteger(value) || Number.isSafeInteger(value))
  );
}
