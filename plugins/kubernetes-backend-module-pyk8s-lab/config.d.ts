export interface Config {
  kubernetes?: {
    /** Labs as clusters of the Kubernetes plugin. */
    pyk8sLab?: {
      /**
       * Whether this module selects the labs to read for an entity. Set it to false if
       * another module sets the plugin's service locator, of which there can be only
       * one: that one then gets all labs that the user may read. Defaults to true.
       */
      serviceLocator?: boolean;
    };
  };
}
