import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BackendFeature } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { parseEntityRef, type Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolder from '@backstage/plugin-scaffolder-backend';
import { LabClient } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import request from 'supertest';
import { parse } from 'yaml';
import module from '../index';
import { LabAccess } from '../labs/LabAccess';

const EXAMPLES = resolve(__dirname, '../../../../examples/templates');

/** The user who runs templates. */
export const ALICE = 'user:default/alice';

/** The entity ref of the component of labs. */
const COMPONENTS = ['checkout', 'search', 'true', 'shop/cart'].map(
  (ref): Entity => {
    const { namespace, name } = parseEntityRef(ref, {
      defaultKind: 'component',
    });
    return {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { namespace, name },
    };
  },
);

/** A finished task. */
export interface EndedTask {
  id: string;
  status: string;
  /** The log lines of its steps, with the ids of the steps. */
  lines: string[];
  output?: {
    links: { title: string; url?: string }[];
    text: { content: string }[];
  };
  error: string | undefined;
}

/** An action as listed by the portal. */
export interface ListedAction {
  id: string;
  description: string;
  examples: unknown[];
  schema: { input: { properties: Record<string, { description: string }> } };
}

interface TaskEvent {
  id: number;
  type: string;
  body: {
    message: string;
    stepId?: string;
    output?: EndedTask['output'];
    error?: Error;
  };
}

/** A portal with labs, the scaffolder and these actions, used over HTTP. */
export class PortalWorld {
  readonly #backend: Awaited<ReturnType<typeof startTestBackend>>;

  /**
   * @param options - features: the labs plugin and its provider; templates: the folders
   *   of the example templates to load; more: additional entities
   */
  static async start(options: {
    features: BackendFeature[];
    templates: string[];
    more?: Entity[];
    pyk8sLab?: object;
  }): Promise<PortalWorld> {
    const entities = options.templates.map(name => {
      const file = `${EXAMPLES}/${name}/template.yaml`;
      const template = parse(readFileSync(file, 'utf8'));
      template.metadata.annotations = {
        'backstage.io/managed-by-location': `file:${file}`,
      };
      return template;
    });
    return new PortalWorld(
      await startTestBackend({
        features: [
          scaffolder,
          module,
          ...options.features,
          catalogServiceMock.factory({
            entities: [...entities, ...COMPONENTS, ...(options.more ?? [])],
          }),
          mockServices.rootConfig.factory({
            data: {
              app: { baseUrl: 'https://portal.example.com' },
              backend: {
                baseUrl: 'http://localhost',
                database: { client: 'better-sqlite3', connection: ':memory:' },
              },
              pyk8sLab: options.pyk8sLab ?? {},
            },
          }),
          mockServices.database.factory(),
          mockServices.userInfo.mock({
            async getUserInfo() {
              return {
                userEntityRef: ALICE,
                ownershipEntityRefs: [ALICE, 'group:default/team-a'],
              };
            },
          }).factory,
        ],
      }),
    );
  }

  private constructor(backend: Awaited<ReturnType<typeof startTestBackend>>) {
    this.#backend = backend;
  }

  async stop(): Promise<void> {
    await this.#backend.stop();
  }

  /** The API client of the user. */
  get labs(): LabClient {
    const port = this.#backend.server.port();
    return new LabClient({
      discoveryApi: {
        getBaseUrl: async id => `http://localhost:${port}/api/${id}`,
      },
      fetchApi: {
        fetch: (input, init) =>
          fetch(input, {
            ...init,
            headers: {
              ...init?.headers,
              Authorization: mockCredentials.user.header(ALICE),
            },
          }),
      },
    });
  }

  /** How actions access labs. */
  get access(): LabAccess {
    const port = this.#backend.server.port();
    const discovery = mockServices.discovery.mock();
    discovery.getBaseUrl.mockImplementation(
      async id => `http://localhost:${port}/api/${id}`,
    );
    discovery.getExternalBaseUrl.mockImplementation(
      async id => `https://portal.example.com/api/${id}`,
    );
    return LabAccess.create({
      auth: mockServices.auth({ pluginId: 'scaffolder' }),
      discovery,
      appUrl: 'https://portal.example.com',
    });
  }

  /** Starts a template. @returns the id of its task */
  async begin(template: string, values: object): Promise<string> {
    const { status, body } = await this.#as('post', '/v2/tasks').send({
      templateRef: `template:default/${template}`,
      values,
    });
    if (status !== 201) {
      throw new Error(JSON.stringify(body));
    }
    return body.id;
  }

  async cancel(id: string): Promise<void> {
    await this.#as('post', `/v2/tasks/${id}/cancel`).expect(200);
  }

  async retry(id: string): Promise<void> {
    await this.#as('post', `/v2/tasks/${id}/retry`).send({}).expect(201);
  }

  /** The installed actions, as the portal lists them. */
  async actions(): Promise<ListedAction[]> {
    return (await this.#as('get', '/v2/actions').expect(200)).body;
  }

  async dryRun(
    body: object,
  ): Promise<{ log: { body: { message: string } }[] }> {
    return (await this.#as('post', '/v2/dry-run').send(body)).body;
  }

  /** Waits until a task has ended. */
  async ended(id: string): Promise<EndedTask> {
    const events: TaskEvent[] = [];
    for await (const event of this.events(id)) {
      events.push(event);
    }
    const { body, type } = events[events.length - 1];
    const task = await this.#as('get', `/v2/tasks/${id}`).expect(200);
    return {
      id,
      status: type === 'cancelled' ? 'cancelled' : task.body.status,
      lines: events.map(
        ({ body: { stepId = '', message } }) => `${stepId}: ${message}`,
      ),
      output: body.output,
      error: body.error?.message,
    };
  }

  /** The events of a task, until it has ended. */
  async *events(id: string): AsyncGenerator<TaskEvent> {
    for (let after = -1; ; ) {
      const answer = await this.#as(
        'get',
        `/v2/tasks/${id}/events?after=${after}`,
      ).expect(200);
      for (const event of answer.body as TaskEvent[]) {
        after = event.id;
        yield event;
        if (event.type === 'completion' || event.type === 'cancelled') {
          return;
        }
      }
    }
  }

  #as(method: 'get' | 'post', path: string) {
    return request(this.#backend.server)
      [method](`/api/scaffolder${path}`)
      .set('Authorization', mockCredentials.user.header(ALICE));
  }
}
