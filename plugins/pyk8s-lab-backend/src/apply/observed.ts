import { clusterWords } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { z } from 'zod/v3';

/** As much of a message as a line of a log bears. */
const MAX_MESSAGE = 300;
const MAX_CONDITIONS = 50;
const MAX_CONTAINERS = 50;

// A cluster answers what it likes. What is not as the API has it is as if it were
// missing, and nothing is kept but what is named here.
const words = z.unknown().transform(value => clusterWords(value, MAX_MESSAGE));
const count = z.number().int().nonnegative().optional().catch(undefined);
const flag = z.boolean().catch(false);
const conditions = z
  .array(
    z.object({
      type: words,
      status: words,
      reason: words,
      message: words,
      lastUpdateTime: words,
    }),
  )
  .catch([])
  .transform(list => list.slice(0, MAX_CONDITIONS));

const strategy = z
  .object({
    type: words,
    rollingUpdate: z.object({ partition: count }).optional().catch(undefined),
  })
  .optional()
  .catch(undefined);

const workload = z.object({
  kind: words,
  metadata: z.object({ name: words, uid: words, generation: count }),
  spec: z
    .object({
      replicas: count,
      completions: count,
      paused: flag,
      suspend: flag,
      progressDeadlineSeconds: count,
      updateStrategy: strategy,
    })
    .optional()
    .catch(undefined),
  status: z
    .object({
      phase: words,
      reason: words,
      message: words,
      observedGeneration: count,
      replicas: count,
      updatedReplicas: count,
      availableReplicas: count,
      readyReplicas: count,
      updateRevision: words,
      currentRevision: words,
      desiredNumberScheduled: count,
      updatedNumberScheduled: count,
      numberAvailable: count,
      succeeded: count,
      conditions,
    })
    .optional()
    .catch(undefined),
});

const state = z
  .object({ reason: words, message: words, exitCode: count })
  .optional()
  .catch(undefined);
const containers = z
  .array(
    z.object({
      name: words,
      image: words,
      ready: flag,
      state: z
        .object({
          waiting: state,
          running: z.object({}).optional().catch(undefined),
          terminated: state,
        })
        .optional()
        .catch(undefined),
      lastState: z.object({ terminated: state }).optional().catch(undefined),
    }),
  )
  .catch([])
  .transform(list => list.slice(0, MAX_CONTAINERS));

const pod = z.object({
  metadata: z.object({
    name: words,
    ownerReferences: z
      .array(z.object({ kind: words, name: words }))
      .catch([])
      .transform(list => list.slice(0, 1)),
  }),
  status: z
    .object({
      conditions,
      initContainerStatuses: containers,
      containerStatuses: containers,
    })
    .optional()
    .catch(undefined),
});

const event = z.object({
  type: words,
  reason: words,
  message: words,
  involvedObject: z.object({ kind: words, name: words, uid: words }),
});

/** A workload or a Job, as far as its rollout goes. */
export type ObservedWorkload = z.output<typeof workload>;
/** A pod, as far as it says what is wrong. */
export type ObservedPod = z.output<typeof pod>;
/** A container of a pod. */
export type ObservedContainer = z.output<typeof containers>[number];
/** An event of a cluster. */
export type ObservedEvent = z.output<typeof event>;

export const observed = { workload, pod, event };

/**
 * Objects out of an answer of `kubectl get --output=json`, of one object or of
 * several. What is none of the kind is left out.
 */
export function observe<T extends z.ZodTypeAny>(
  schema: T,
  answer: unknown,
): z.output<T>[] {
  const list = z.object({ items: z.array(z.unknown()) }).safeParse(answer);
  const items = list.success ? list.data.items : [answer];
  return items.flatMap(item => {
    const result = schema.safeParse(item);
    return result.success ? [result.data] : [];
  });
}
