import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** The timeout for a lab to reach a status, and for an event to reach its readers. */
const DEADLINE_MS = 600_000;
const OPENED_AT_ONCE = 50;
const SIGN_IN_TRIES = 60;
const SIGN_IN_EVERY_MS = 1_000;

/** A running portal, used as the example user Alice. */
export class BenchPortal {
  #api;
  #headers;
  #agent = new Agent({ maxSockets: Infinity });

  /** Waits until Alice is in the catalog, which takes a moment after a start. */
  static async signIn(baseUrl) {
    for (let tries = SIGN_IN_TRIES; tries > 0; tries--) {
      const response = await fetch(`${baseUrl}/api/auth/demo/refresh`, {
        headers: { 'x-demo-user': 'alice' },
      });
      const { backstageIdentity } = await response.json();
      if (backstageIdentity) {
        return new BenchPortal(baseUrl, backstageIdentity.token);
      }
      await delay(SIGN_IN_EVERY_MS);
    }
    throw new Error(`Alice cannot sign in at ${baseUrl}`);
  }

  constructor(baseUrl, token) {
    this.#api = `${baseUrl}/api/pyk8s-lab`;
    this.#headers = { Authorization: `Bearer ${token}` };
  }

  /** @throws Error with the portal's message when it refuses */
  async json(path, { method = 'GET', body } = {}) {
    const response = await fetch(`${this.#api}${path}`, {
      method,
      headers: { ...this.#headers, 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${text}`);
    }
    return text ? JSON.parse(text) : undefined;
  }

  createLab(body) {
    return this.json('/labs', { method: 'POST', body });
  }

  deleteLab(id) {
    return this.json(`/labs/${id}`, { method: 'DELETE' });
  }

  /** Resolves when the lab's stream reports the status. */
  async until(id, status) {
    const response = await fetch(`${this.#api}/events?lab=${id}`, {
      headers: { ...this.#headers, 'Last-Event-ID': '0' },
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let text = '';
    while (!text.includes(`"status":"${status}"`)) {
      const { value, done } = await reader.read();
      if (done || text.includes('"status":"ERROR"')) {
        throw new Error(`the lab did not become ${status}`);
      }
      text += decoder.decode(value, { stream: true });
    }
    await reader.cancel();
  }

  /**
   * Milliseconds from the request that changes a lab until each of `readers`
   * streams has its event, for each of `events` changes.
   */
  async eventLatencies(id, { readers, events }) {
    const seen = new Map();
    const streams = [];
    while (streams.length < readers) {
      const batch = Math.min(OPENED_AT_ONCE, readers - streams.length);
      const opening = Array.from({ length: batch }, () =>
        this.#open((event, at) =>
          seen.set(event, [...(seen.get(event) ?? []), at]),
        ),
      );
      streams.push(...(await Promise.all(opening)));
    }
    const latencies = [];
    for (let n = 0; n < events; n++) {
      seen.clear();
      const sent = performance.now();
      await this.json(`/labs/${id}`, {
        method: 'PATCH',
        body: { purpose: `event ${n} for ${readers}` },
      });
      const complete = () =>
        [...seen.values()].find(times => times.length === readers);
      while (!complete()) {
        if (performance.now() - sent > DEADLINE_MS) {
          throw new Error('an event did not reach every reader');
        }
        await new Promise(resolve => setTimeout(resolve, 1));
      }
      latencies.push(...complete().map(at => at - sent));
    }
    streams.forEach(close => close());
    return latencies;
  }

  close() {
    this.#agent.destroy();
  }

  /** Opens a stream of all events; resolves to a function that closes it. */
  #open(onEvent) {
    return new Promise((resolve, reject) => {
      const call = request(
        `${this.#api}/events`,
        { agent: this.#agent, headers: this.#headers },
        response => {
          if (response.statusCode !== 200) {
            reject(new Error(`no stream: ${response.statusCode}`));
            return;
          }
          let rest = '';
          response.setEncoding('utf8');
          response.on('data', text => {
            const at = performance.now();
            const lines = (rest + text).split('\n');
            rest = lines.pop();
            for (const line of lines) {
              if (line.startsWith('id: ')) {
                onEvent(line.slice(4), at);
              }
            }
          });
          resolve(() => call.destroy());
        },
      );
      call.on('error', error => (call.destroyed ? undefined : reject(error)));
      call.end();
    });
  }
}
