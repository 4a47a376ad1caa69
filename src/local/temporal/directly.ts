/**
 * For gRPC in Node: it would take the proxy that the environment names for the outside, even for this machine. The
 * worker's own connection never does, so whoever asks for the worker, or before it, must not either.
 */
export const DIRECTLY = { 'grpc.enable_http_proxy': 0 } as const;
