import type {
  LabStreamEvent,
  LabStreamNotice,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** One frame of a stream, as it came over the line. */
export interface Frame {
  readonly id?: string;
  readonly event?: string;
  readonly retry?: string;
  readonly data: Partial<LabStreamEvent & LabStreamNotice>;
}

/** Reads a stream of server-sent events frame by frame, notices included. */
export class FrameReader {
  /** Every frame that was read. */
  readonly frames: Frame[] = [];
  readonly #stop = new AbortController();
  readonly #chunks: AsyncIterator<string>;
  #text = '';
  #ended = false;

  static async open(
    url: string,
    headers: Record<string, string>,
  ): Promise<FrameReader> {
    const stop = new AbortController();
    const response = await fetch(url, { headers, signal: stop.signal });
    if (!response.ok || !response.body) {
      throw new Error(`${response.status}: ${await response.text()}`);
    }
    return new FrameReader(response.body, stop);
  }

  private constructor(body: ReadableStream, stop: AbortController) {
    this.#stop = stop;
    this.#chunks = body
      .pipeThrough(new TextDecoderStream())
      [Symbol.asyncIterator]();
  }

  /** Reads up to a frame of a type. @throws when the stream ends before */
  async until(
    type: string,
    matches: (frame: Frame) => boolean = () => true,
  ): Promise<Frame> {
    for (;;) {
      const frame = await this.#next();
      if (!frame) {
        throw new Error(
          `The stream ended before ${type}: ${this.types().join(', ')}`,
        );
      }
      if (frame.event === type && matches(frame)) {
        return frame;
      }
    }
  }

  /** Reads to the end. */
  async toEnd(): Promise<Frame[]> {
    while (await this.#next());
    return this.frames;
  }

  /** The types of events and notices that were read. */
  types(): string[] {
    return this.frames.flatMap(({ event }) => (event ? [event] : []));
  }

  /** The seqs of the events that were read. */
  seqs(): number[] {
    return this.frames.flatMap(({ id }) => (id ? [Number(id)] : []));
  }

  close(): void {
    this.#stop.abort();
  }

  async #next(): Promise<Frame | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end >= 0) {
        const frame = parse(this.#text.slice(0, end));
        this.#text = this.#text.slice(end + 2);
        if (frame) {
          this.frames.push(frame);
          return frame;
        }
        continue;
      }
      if (this.#ended) {
        return undefined;
      }
      const { done, value } = await this.#chunks.next();
      this.#ended = done === true;
      this.#text += value ?? '';
    }
  }
}

/** A frame, or nothing for a comment. */
function parse(text: string): Frame | undefined {
  const fields = new Map(
    text
      .split('\n')
      .filter(line => !line.startsWith(':'))
      .map(line => {
        const colon = line.indexOf(': ');
        return [line.slice(0, colon), line.slice(colon + 2)] as const;
      }),
  );
  return fields.size === 0
    ? undefined
    : {
        id: fields.get('id'),
        event: fields.get('event'),
        retry: fields.get('retry'),
        data: JSON.parse(fields.get('data') ?? '{}'),
      };
}
