export interface Config {
  auth?: {
    /**
     * The sign-in page offers the providers that are configured.
     * @visibility frontend
     */
    providers?: {
      /** @visibility frontend */
      github?: object;
      /** @visibility frontend */
      oidc?: object;
      /** @visibility frontend */
      guest?: object;
      demo?: {
        /** @deepVisibility frontend */
        users?: Array<{
          entityRef: string;
          title: string;
          description?: string;
        }>;
      };
    };
  };
}
