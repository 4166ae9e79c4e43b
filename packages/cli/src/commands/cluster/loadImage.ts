import type { Command } from 'commander';
import { UsageError } from '../../errors';
import { loadImage } from '../../images/loadImage';
import { imageOfArchive, imageOfDocker } from '../../images/openImage';
import { plain } from '../../output';
import { examples, labsOf, type CommandContext } from '../CommandContext';
import { labCommand, openLab, type OneLabOptions } from './oneLab';

interface LoadImageOptions extends OneLabOptions {
  archive?: string;
}

export function addLoadImage(cluster: Command, context: CommandContext): void {
  const command = labCommand(
    cluster,
    'load-image',
    'Import an image of your Docker, or an archive, into all nodes of a lab',
  )
    .argument('[image]', 'an image of your Docker, such as app:1')
    .option('--archive <file>', 'an archive, as of "docker save"; - for stdin')
    .action(
      (name: string, image: string | undefined, options: LoadImageOptions) =>
        load(context, name, image, options),
    );
  examples(
    command,
    'pyk8s cluster load-image demo registry.example.com/team/app:1.2',
    'pyk8s cluster load-image demo --archive app.tar',
    'docker save app:1 | pyk8s cluster load-image demo --archive -',
  );
}

async function load(
  context: CommandContext,
  name: string,
  image: string | undefined,
  { archive, ...options }: LoadImageOptions,
): Promise<void> {
  const { io } = context;
  if ((image === undefined) === (archive === undefined)) {
    throw new UsageError(
      'Give either an image of your Docker or --archive: pyk8s cluster load-image demo app:1',
    );
  }
  const { session, labs, lab } = await openLab(context, name, options);
  const opened =
    archive === undefined
      ? await imageOfDocker(image ?? '', io)
      : await imageOfArchive(archive, io);
  const job = await loadImage(labs, lab, opened, io, id =>
    labsOf(session, session.fetchToEnd).cancelJob(id),
  );
  io.stdout.write(`${plain(job.message || job.title)}\n`);
}
