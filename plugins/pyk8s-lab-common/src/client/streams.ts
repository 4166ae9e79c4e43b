import type { LabExecFrame, LabStreamFrame } from '../labs';
import type { ExecRequest } from '../schema/openapi/generated/models';
import { eventStream } from './eventStream';
import type { LabLogQuery, StreamLabsOptions } from './queries';
import type { Transport } from './Transport';

/** The frames of a command; the last one has its exit code. */
export async function* streamExec(
  transport: Transport,
  id: string,
  request: ExecRequest,
  options: { signal?: AbortSignal },
): AsyncGenerator<LabExecFrame> {
  const frames = eventStream(
    transport,
    `/labs/${encodeURIComponent(id)}/exec`,
    {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(request),
      ...options,
    },
  );
  for await (const { type, data } of frames) {
    if (type === 'error') {
      throw errorOf(data);
    }
    yield { type, ...JSON.parse(data) };
    if (type === 'exit') {
      return;
    }
  }
  throw new Error(
    'The connection broke while the command ran, which has ended it: run it again.',
  );
}

/** The lines of a log as they are written, in chunks. */
export async function* followLogs(
  transport: Transport,
  id: string,
  query: LabLogQuery,
  options: { signal?: AbortSignal },
): AsyncGenerator<string> {
  const parameters = new URLSearchParams({
    ...logParameters(query),
    follow: 'true',
  });
  const frames = eventStream(
    transport,
    `/labs/${encodeURIComponent(id)}/logs?${parameters}`,
    options,
  );
  for await (const { type, data } of frames) {
    if (type === 'error') {
      throw errorOf(data);
    }
    if (type === 'end') {
      return;
    }
    yield JSON.parse(data).text;
  }
  throw new Error('The connection broke while the log was followed.');
}

/** Events and notices of labs. */
export async function* streamLabs(
  transport: Transport,
  { lab, lastEventId, signal, onOpen }: StreamLabsOptions,
): AsyncGenerator<LabStreamFrame> {
  const query = lab ? `?lab=${encodeURIComponent(lab)}` : '';
  const headers: Record<string, string> =
    lastEventId === undefined ? {} : { 'Last-Event-ID': String(lastEventId) };
  const frames = eventStream(
    transport,
    `/events${query}`,
    { headers, signal },
    onOpen,
  );
  for await (const { type, data } of frames) {
    // The data of a notice does not include its type.
    yield { type, ...JSON.parse(data) };
  }
}

/** The given parameters of a log as text. */
export function logParameters({ source, ...rest }: LabLogQuery): {
  source: string;
  [name: string]: string;
} {
  const given = Object.entries(rest).filter(
    ([, value]) => value !== undefined && value !== false,
  );
  return {
    source,
    ...Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
  };
}

/** The error in a frame of a stream. */
function errorOf(data: string): Error {
  const { name, message } = JSON.parse(data);
  return Object.assign(new Error(message), { name });
}
