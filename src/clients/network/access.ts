/** An outgoing proxy: a merchant's fixed address, or the only way out of a network. */
export interface ProxyAccess {
  /** `http://` or `https://`, host and port; no path, no credentials. */
  readonly url: string;
  readonly userName?: string;
  readonly password?: string;
}

/** What is trusted beside the usual authorities. */
export interface TlsAccess {
  /** Certificates of private authorities, as PEM. */
  readonly ca: string;
}

/** How the network between here and a service is crossed. */
export interface NetworkAccess {
  readonly proxy?: ProxyAccess;
  readonly tls?: TlsAccess;
}

/** A host with its port, as error messages and the CONNECT method write it. */
export function authorityOf(url: URL): string {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return `${url.hostname}:${port}`;
}
