import { connect, createSecureServer, constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import type { Identity } from '../../clients/support/certificates.js';

/** What a caller was seen to bring. */
export interface Visit {
  readonly hasCertificate: boolean;
  readonly authorization: string | undefined;
  readonly namespace: string | undefined;
}

export interface FrontDoorOptions {
  /** The server behind it, which itself speaks no TLS. */
  readonly target: string;
  readonly identity: Identity;
  /** The authority whose certificates callers must bring; none need one when absent. */
  readonly clientCa?: string;
  /** The key that callers must bring; none need one when absent. */
  readonly apiKey?: string;
}

/** A door with TLS in front of a server: certificates and keys are asked for here, as the development server cannot. */
export interface FrontDoor {
  readonly address: string;
  readonly visits: readonly Visit[];
  /** From now on this key opens, and no other. */
  changeKey(apiKey: string): void;
  close(): Promise<void>;
}

const GRPC_UNAUTHENTICATED = '16';

/** Opens a door; what passes it goes on over HTTP/2 without TLS, call by call. */
export async function openFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const { target, identity, clientCa } = options;
  let { apiKey } = options;
  const visits: Visit[] = [];
  const behind = connect(`http://${target}`);
  behind.on('error', () => undefined);
  const server = createSecureServer({
    key: identity.key,
    cert: identity.cert,
    ...(clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: true }),
  });
  const sockets = new Set<TLSSocket>();
  server.on('secureConnection', (socket: TLSSocket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('sessionError', () => undefined);
  server.on('tlsClientError', () => undefined);
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on('error', () => undefined);
    const namespace = headers['temporal-namespace'];
    visits.push({
      hasCertificate: clientCa !== undefined,
      authorization: headers.authorization,
      namespace: typeof namespace === 'string' ? namespace : undefined,
    });
    if (apiKey !== undefined && headers.authorization !== `Bearer ${apiKey}`) refuse(stream);
    else pass(stream, headers, behind);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    address: `127.0.0.1:${port}`,
    visits,
    changeKey(next) {
      apiKey = next;
    },
    async close() {
      behind.destroy();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refuse(stream: ServerHttp2Stream): void {
  const status = { 'grpc-status': GRPC_UNAUTHENTICATED, 'grpc-message': 'the key opens nothing' };
  stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...status }, { endStream: true });
}

function pass(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, behind: ReturnType<typeof connect>): void {
  const onward = behind.request({ ...headers, ':scheme': 'http' });
  onward.on('error', () => {
    stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  });
  stream.on('close', () => {
    onward.close(constants.NGHTTP2_CANCEL);
  });
  onward.on('response', (answer) => {
    if (stream.destroyed) return;
    stream.respond(answer, { waitForTrailers: true });
    let trailers: IncomingHttpHeaders = {};
    onward.on('trailers', (last: IncomingHttpHeaders) => {
      trailers = last;
    });
    stream.on('wantTrailers', () => {
      stream.sendTrailers(trailers);
    });
    onward.pipe(stream);
  });
  stream.pipe(onward);
}
