import type { LabJob } from '../schema/openapi/generated/models';
import type { LabApplyOptions, LabImageSource, LabLogsArchive } from './LabApi';
import type { Transport } from './Transport';

/** Uploads an archive of manifests. */
export async function uploadManifests(
  transport: Transport,
  id: string,
  archive: Blob,
  { paths = [], signal, ...options }: LabApplyOptions,
): Promise<LabJob> {
  const query = new URLSearchParams(paths.map(path => ['path', path]));
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined) {
      query.set(name, String(value));
    }
  }
  const response = await transport.send(
    `/labs/${encodeURIComponent(id)}/apply?${query}`,
    {
      method: 'POST',
      signal,
      headers: { 'Content-Type': 'application/octet-stream' },
      body: archive,
    },
  );
  return response.json();
}

/** Uploads an image, or requests one by its name. */
export async function uploadImage(
  transport: Transport,
  id: string,
  source: LabImageSource,
  { name, signal }: { name?: string; signal?: AbortSignal },
): Promise<LabJob> {
  const query = name === undefined ? '' : `?${new URLSearchParams({ name })}`;
  const path = `/labs/${encodeURIComponent(id)}/images${query}`;
  const response = await transport.send(path, {
    method: 'POST',
    signal,
    ...('image' in source
      ? {
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ image: source.image }),
        }
      : {
          headers: { 'Content-Type': 'application/octet-stream' },
          body: source.archive,
          // Missing in the types of browsers; Node.js requires it for streams.
          ...(source.archive instanceof ReadableStream && { duplex: 'half' }),
        }),
  });
  return response.json();
}

/** Downloads the logs of a lab. */
export async function downloadLogs(
  transport: Transport,
  id: string,
  options: { signal?: AbortSignal },
): Promise<LabLogsArchive> {
  const response = await transport.send(
    `/labs/${encodeURIComponent(id)}/logs/archive`,
    options,
  );
  if (!response.body) {
    throw new Error('The server answered without an archive.');
  }
  return {
    jobId: response.headers.get('Pyk8s-Lab-Job') ?? '',
    body: response.body,
  };
}
