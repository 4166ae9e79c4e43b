import type { Command } from 'commander';
import type { CommandContext } from '../CommandContext';
import { addApply } from './apply';
import { addChanges } from './change';
import { addCreate } from './create';
import { addDelete } from './delete';
import { addExec } from './exec';
import { addGetKubeconfig } from './getKubeconfig';
import { addList, addGet } from './list';
import { addLoadImage } from './loadImage';
import { addLogs } from './logs';
import { removeEndedContexts } from './removeEndedContexts';
import { addWait } from './wait';

/** Adds `cluster` and its alias `lab`. */
export function addCluster(program: Command, context: CommandContext): void {
  const cluster = program
    .command('cluster')
    .alias('lab')
    .description('Create, use and delete labs');
  cluster.hook('postAction', () => removeEndedContexts(context));
  for (const add of [
    addList,
    addCreate,
    addGet,
    addDelete,
    addChanges,
    addWait,
    addGetKubeconfig,
    addExec,
    addApply,
    addLogs,
    addLoadImage,
  ]) {
    add(cluster, context);
  }
}
