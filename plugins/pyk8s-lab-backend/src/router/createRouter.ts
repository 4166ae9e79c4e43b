import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import {
  type AnyRequest,
  type CallerServices,
  readCaller,
  readReader,
  renewCaller,
} from '../callers/readCaller';
import type { ApplyService } from '../apply/ApplyService';
import type { CommandService } from '../commands/CommandService';
import type { LabEventHub } from '../events/LabEventHub';
import type { LabJobStore, LabStore } from '../database';
import type { ImageService } from '../images/ImageService';
import type { JobService } from '../jobs/JobService';
import type { LabPresenter } from '../labs/toLab';
import type { LabService } from '../labs/LabService';
import type { LogService } from '../logs/LogService';
import { ReadScopes } from '../access/ReadScopes';
import type { LabAuthorizer } from '../access/LabAuthorizer';
import type { KubeService } from '../kube/KubeService';
import { createOpenApiRouter } from '../schema/openapi';
import { answerExec } from './answerExec';
import { answerKube } from './answerKube';
import { answerLogs } from './answerLogs';
import { answerLogsArchive } from './answerLogsArchive';
import { parseLogs } from './parseLogs';
import {
  parseActivity,
  parseJobId,
  parseKubeconfigOptions,
  parseLabId,
  parseLastEventId,
  parseListJobs,
  parseListLabs,
} from './parseRequests';
import { readBody } from './readBody';
import {
  explainValidation,
  setRetryAfter,
} from './validation/explainValidation';
import { hideFromStrangers } from './hideFromStrangers';
import { answerJob, receiveUploads } from './receiveUploads';
import { refuseOtherMethods } from './validation/refuseOtherMethods';
import {
  refuseUnknownFields,
  refuseUnknownParameters,
} from './validation/refuseUnknownNames';
import { readRestOfRefused } from './readRestOfRefused';
import { callerLeft } from './sse';
import { streamEvents } from './events/streamEvents';

/** The input of a command, as JSON that escapes some of it. */
const EXEC_BODY_LIMIT = '4mb';

/** The dependencies of the router. */
export interface RouterOptions extends CallerServices {
  readonly labs: LabService;
  readonly commands: CommandService;
  readonly apply: ApplyService;
  readonly logs: LogService;
  readonly images: ImageService;
  readonly kube: KubeService;
  readonly jobs: JobService;
  readonly authorizer: LabAuthorizer;
  readonly store: LabStore;
  readonly jobStore: LabJobStore;
  readonly hub: LabEventHub;
  /** Shows the labs of the stream. */
  readonly present: LabPresenter;
  readonly logger: LoggerService;
}

/** A request whose path names one lab or job. */
type OfOne = AnyRequest & { readonly params: { readonly id: string } };

/** The plugin's API, as the OpenAPI file describes it. */
export async function createRouter(options: RouterOptions): Promise<Router> {
  const { labs, commands, logs, images, jobs } = options;
  // The body is read outside: this router turns every error of its own
  // middleware into a 400.
  const router = await createOpenApiRouter({
    middleware: [(_req, _res, next) => next()],
  });
  const callerOf = (req: AnyRequest) => readCaller(req, options);
  /** The lab that a request is about, once it is known who calls. */
  const labOf = async (req: OfOne, find = readCaller) => {
    const caller = await find(req, options);
    return [parseLabId(req.params.id), caller] as const;
  };
  const jobOf = async (req: OfOne) => {
    const caller = await callerOf(req);
    return [parseJobId(req.params.id), caller] as const;
  };
  const scopes = new ReadScopes({
    authorizer: options.authorizer,
    renewCaller: caller => renewCaller(caller, options.userInfo),
  });

  router.get('/options', async (req, res) => {
    res.json(await labs.options(await callerOf(req)));
  });

  router.post('/labs', async (req, res) => {
    const caller = await callerOf(req);
    const lab = await labs.create(req.body, caller, req.get('Idempotency-Key'));
    res.status(201).location(`${req.baseUrl}/labs/${lab.id}`).json(lab);
  });

  router.get('/labs', async (req, res) => {
    const caller = await readReader(req, options);
    res.json(await labs.list(parseListLabs(req.query), caller));
  });

  router.get('/labs/:id', async (req, res) => {
    res.json(await labs.get(...(await labOf(req, readReader))));
  });

  router.patch('/labs/:id', async (req, res) => {
    const [id, caller] = await labOf(req);
    res.json(await labs.update(id, req.body, caller));
  });

  router.delete('/labs/:id', async (req, res) => {
    res.status(202).json(await labs.delete(...(await labOf(req))));
  });

  router.post('/labs/:id/pause', async (req, res) => {
    res.status(202).json(await labs.pause(...(await labOf(req))));
  });

  router.post('/labs/:id/resume', async (req, res) => {
    res.status(202).json(await labs.resume(...(await labOf(req))));
  });

  router.post('/labs/:id/retry', async (req, res) => {
    res.status(202).json(await labs.retry(...(await labOf(req))));
  });

  router.post('/labs/:id/exec', async (req, res) => {
    const [id, caller] = await labOf(req);
    await answerExec(req, res, io => commands.exec(id, req.body, caller, io));
  });

  router.get('/labs/:id/logs/sources', async (req, res) => {
    const [id, caller] = await labOf(req);
    const signal = callerLeft(res);
    res.json(await logs.sources(id, caller, { signal }));
  });

  router.get('/labs/:id/logs', async (req, res) => {
    const [id, caller] = await labOf(req);
    const request = parseLogs(req.query);
    await answerLogs(res, request.follow, reader =>
      logs.read(id, request, caller, reader),
    );
  });

  router.get('/labs/:id/logs/archive', async (req, res) => {
    const [id, caller] = await labOf(req);
    await answerLogsArchive(res, taker => logs.archive(id, caller, taker));
  });

  router.get('/labs/:id/images', async (req, res) => {
    res.json(await images.list(...(await labOf(req))));
  });

  router.post('/labs/:id/images', async (req, res) => {
    const [id, caller] = await labOf(req);
    const { job } = await images.import(id, req.body, caller, {
      sending: callerLeft(res),
    });
    answerJob(req, res, job);
  });

  router.get('/jobs', async (req, res) => {
    const caller = await callerOf(req);
    res.json(await jobs.list(parseListJobs(req.query), caller));
  });

  router.get('/jobs/:id', async (req, res) => {
    res.json(await jobs.get(...(await jobOf(req))));
  });

  router.post('/jobs/:id/cancel', async (req, res) => {
    res.status(202).json(await jobs.cancel(...(await jobOf(req))));
  });

  router.get('/labs/:id/kubeconfig', async (req, res) => {
    const [id, caller] = await labOf(req);
    const { fileName, yaml } = await labs.kubeconfig(
      id,
      caller,
      parseKubeconfigOptions(req.query),
    );
    // A secret: no cache on the way may keep it.
    res
      .set('Cache-Control', 'no-store')
      .attachment(fileName)
      .type('application/yaml')
      .send(yaml);
  });

  router.get('/labs/:id/activity', async (req, res) => {
    const [id, caller] = await labOf(req);
    res.json(await labs.activity(id, parseActivity(req.query), caller));
  });

  router.get('/events', async (req, res) => {
    const { lab } = req.query;
    await streamEvents(
      {
        req,
        res,
        labId: lab === undefined ? undefined : parseLabId(lab),
        lastEventId: parseLastEventId(req.get('Last-Event-ID')),
      },
      { ...options, scopes },
    );
  });

  const withBodies = PromiseRouter();
  withBodies.use(answerKube(options));
  withBodies.use(refuseUnknownParameters);
  // Before all that would read an archive into memory.
  receiveUploads(withBodies, labOf, options);
  // A command may be given manifests to read.
  withBodies.post('/labs/:id/exec', readBody(EXEC_BODY_LIMIT));
  withBodies.use(readBody());
  withBodies.use(refuseUnknownFields);
  withBodies.use(router);
  withBodies.use(explainValidation);
  withBodies.use(refuseOtherMethods);
  withBodies.use(hideFromStrangers(options));
  withBodies.use(setRetryAfter);
  withBodies.use(readRestOfRefused());
  return withBodies;
}
