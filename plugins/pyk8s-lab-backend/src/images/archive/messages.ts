import { InputError } from '@backstage/errors';

const MAX_SHOWN = 120;

/** What to send instead of what was sent. */
export const SEND_INSTEAD =
  'send what docker save writes (docker save -o app.tar app:1.0), or an OCI layout as a tar archive; both may be compressed with gzip or Zstandard';

/**
 * Something that a stranger wrote, as it may stand in a message: on one line, and
 * not too long.
 */
export function shown(text: string): string {
  const plain = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
  return plain.length > MAX_SHOWN ? `${plain.slice(0, MAX_SHOWN)}…` : plain;
}

/** The message for an archive with an entry that no image archive has. */
export function strangeEntry(what: string): InputError {
  return new InputError(
    `This is not an image archive: ${what}. It may hold the files of a container, as docker export writes them; ${SEND_INSTEAD}.`,
  );
}

/** The message for a link that `docker load` follows, and containerd does not. */
export function unreadLink(what: string): InputError {
  return new InputError(
    `The nodes' containerd cannot read this archive: ${what}. Pack it without links (tar --dereference --hard-dereference -C folder -cf app.tar .), or load it into Docker and save it there with docker save.`,
  );
}

/** The message for a sum of bytes or texts that is not what it has to be. */
export function damaged(what: string): InputError {
  return new InputError(
    `The archive is damaged: ${what}. Save the image once more, and send it again.`,
  );
}

/** The message for an archive of which only the beginning has come. */
export function endsEarly(): InputError {
  return new InputError(
    'The archive ends too early, so that a part of it is missing: send it again.',
  );
}
