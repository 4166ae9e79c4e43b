import {
  ApiBlueprint,
  configApiRef,
  createFrontendModule,
  identityApiRef,
} from '@backstage/frontend-plugin-api';
import {
  apiDocsConfigRef,
  defaultDefinitionWidgets,
  OpenApiDefinitionWidget,
} from '@backstage/plugin-api-docs';
import { withToken } from './withToken';

const apiDocsConfig = ApiBlueprint.make({
  name: 'config',
  params: defineParams =>
    defineParams({
      api: apiDocsConfigRef,
      deps: { configApi: configApiRef, identityApi: identityApiRef },
      factory: ({ configApi, identityApi }) => {
        const requestInterceptor = withToken(
          configApi.getString('backend.baseUrl'),
          identityApi,
        );
        const widgets = defaultDefinitionWidgets().map(widget =>
          widget.type === 'openapi'
            ? {
                ...widget,
                component: (definition: string) => (
                  <OpenApiDefinitionWidget
                    definition={definition}
                    requestInterceptor={requestInterceptor}
                  />
                ),
              }
            : widget,
        );
        return {
          getApiDefinitionWidget: ({ spec }) =>
            widgets.find(({ type }) => type === spec.type),
        };
      },
    }),
});

/** Lets people try the portal's APIs on their pages, as themselves. */
export const apiDocsModule = createFrontendModule({
  pluginId: 'api-docs',
  extensions: [apiDocsConfig],
});
