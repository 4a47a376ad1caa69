import { Agent as HttpAgent, type ClientRequestArgs } from 'node:http';
import { Agent as HttpsAgent, type AgentOptions, type RequestOptions } from 'node:https';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { authorityOf, type NetworkAccess, type ProxyAccess } from './access.js';
import { openTunnel, serverNameOf, whenReady, type Hop } from './connect.js';

type Taken = (error: Error | null, socket: Duplex) => void;

/** Node's callback wants a stream beside an error, too. */
const NO_SOCKET = new Duplex();

/** Hands a socket over only when it can take a request, so that every earlier failure is known to have sent nothing. */
function handOver(socket: Promise<Socket>, taken: Taken | undefined): undefined {
  void socket.then(
    (ready) => taken?.(null, ready),
    (error: unknown) => taken?.(error instanceof Error ? error : new Error('No connection.'), NO_SOCKET),
  );
}

function socketOf(stream: Duplex | null | undefined): Socket {
  if (stream instanceof Socket) return stream;
  throw new Error('An agent made no socket.');
}

interface Limits {
  readonly hop: Hop;
  readonly connectMs: number;
}

class PlainAgent extends HttpAgent {
  readonly #limits: Limits;

  constructor(limits: Limits) {
    super({ keepAlive: true });
    this.#limits = limits;
  }

  override createConnection(options: ClientRequestArgs, taken?: Taken): undefined {
    const { hop, connectMs } = this.#limits;
    const socket = socketOf(super.createConnection(options));
    handOver(whenReady(socket, 'connect', { hop, signal: AbortSignal.timeout(connectMs) }), taken);
  }
}

interface SecureLimits extends Limits {
  readonly secureContext: SecureContext;
  /** Set where the TLS connection itself runs through a tunnel of this proxy. */
  readonly tunnel?: ProxyAccess;
}

class SecureAgent extends HttpsAgent {
  readonly #limits: SecureLimits;

  constructor(limits: SecureLimits, options: AgentOptions) {
    super({ keepAlive: true, rejectUnauthorized: true, secureContext: limits.secureContext, ...options });
    this.#limits = limits;
  }

  override createConnection(options: RequestOptions, taken?: Taken): undefined {
    handOver(this.#connect(options), taken);
  }

  async #connect(options: RequestOptions): Promise<Socket> {
    const { hop, connectMs, tunnel, secureContext } = this.#limits;
    const signal = AbortSignal.timeout(connectMs);
    const layered: RequestOptions & { socket?: Socket } =
      tunnel === undefined
        ? options
        : { ...options, socket: await openTunnel(tunnel, hop.authority, { signal, secureContext }) };
    return whenReady(socketOf(super.createConnection(layered)), 'secureConnect', { hop, signal });
  }
}

/** The agents of one service; the scheme on the wire chooses between them. */
export interface Agents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

/** Makes the agents that reach a service, directly or through its proxy; a connection has to stand within `connectMs`. */
export function createAgents(baseUrl: URL, { proxy, tls }: NetworkAccess, connectMs: number): Agents {
  // Made once: the usual authorities are many, and reading them again for each connection takes a while.
  const secureContext = createSecureContext(tls === undefined ? {} : { ca: [...rootCertificates, tls.ca] });
  const service: Hop = { kind: 'service', authority: authorityOf(baseUrl) };
  if (proxy === undefined) return directAgents(service, { secureContext, connectMs });
  const proxyUrl = new URL(proxy.url);
  const hop: Hop = { kind: 'proxy', authority: authorityOf(proxyUrl) };
  const isTunnelled = baseUrl.protocol === 'https:';
  return {
    httpAgent: new PlainAgent({ hop, connectMs }),
    httpsAgent: isTunnelled
      ? new SecureAgent({ hop: service, connectMs, secureContext, tunnel: proxy }, {})
      : // The name to verify is the proxy's: the Host header, which Node would take it from, names the service.
        new SecureAgent({ hop, connectMs, secureContext }, { servername: serverNameOf(proxyUrl) }),
  };
}

function directAgents(hop: Hop, given: Pick<SecureLimits, 'secureContext' | 'connectMs'>): Agents {
  return {
    httpAgent: new PlainAgent({ hop, connectMs: given.connectMs }),
    httpsAgent: new SecureAgent({ hop, ...given }, {}),
  };
}
