export interface Config {
  auth?: {
    providers?: {
      /**
       * Sign-in without a password as one of several example people, for
       * development.
       */
      demo?: {
        /** Who can be signed in as; nobody else can. */
        users: Array<{
          /** A user of the catalog, such as `user:default/alice`. */
          entityRef: string;
          /** The name that the sign-in page shows. */
          title: string;
          /** What else the sign-in page says of the user. */
          description?: string;
        }>;
        /**
         * Starts outside NODE_ENV=development too: everyone who reaches the portal
         * can then be any of the users.
         */
        dangerouslyAllowOutsideDevelopment?: boolean;
      };
    };
  };
}
