export interface Config {
  kubernetes?: {
    /** Labs as clusters of the Kubernetes plugin. */
    pyk8sLab?: {
      /**
       * Whether this module chooses the labs that are asked about an entity. Set it to
       * false where another module sets the plugin's service locator, of which there
       * can be one: then that one is given all labs that a person may read. Defaults
       * to true.
       */
      serviceLocator?: boolean;
    };
  };
}
