/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** The service's address for the shell, whose pages come from the phone itself; in a browser it is where the page came from. */
  readonly VITE_KAIJO_SERVICE?: string;
}
