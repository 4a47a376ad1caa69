import { isAxiosError } from 'axios';
import { ApiError, type ApiErrorDetails } from '../ports/api-error.js';
import { ANSWER_BYTES_MAX } from './limits.js';
import { authorityOf, type ProxyAccess } from './network/access.js';
import { ConnectFault } from './network/connect.js';
import { describeConnectFault, describeProxyLogin, type WayNames } from './network/fault-words.js';
import type { CallName } from './paginate.js';

/** A request that failed, as its errors speak of it. */
export interface SentRequest {
  readonly call: CallName;
  readonly timeoutMs: number;
  readonly names: WayNames;
  readonly proxy?: ProxyAccess;
}

/** Whether a failed request never left this machine. */
export function isUnsent(error: unknown): boolean {
  return error instanceof ApiError && error.details.mayHaveBeenApplied === false;
}

/** Names a failure of the transport. The cause is left out: axios keeps headers and body, thus secrets, in its errors. */
export function transportError(error: unknown, sent: SentRequest, { isLate }: { readonly isLate: boolean }): Error {
  const { call, names, timeoutMs } = sent;
  if (isLate) {
    const what = `no whole answer within ${timeoutMs} ms`;
    return new ApiError({ ...call, code: 'timed-out', what, ...doubtOf(call) });
  }
  // Anything else is a mistake of ours, which must be seen as it is.
  if (!isAxiosError(error)) return error instanceof Error ? error : new Error('A request failed for no known reason.');
  if (error.cause instanceof ConnectFault) {
    return new ApiError({ ...call, ...describeConnectFault(error.cause, names), mayHaveBeenApplied: false });
  }
  return new ApiError({ ...call, ...describeBreak(error.code ?? 'no code', error.message), ...doubtOf(call) });
}

/** The refusal of a proxy, which comes before it looks at the request. */
export function proxyError({ call, names, proxy }: SentRequest): ApiError {
  const where = proxy === undefined ? 'a proxy on the way' : `the proxy ${authorityOf(new URL(proxy.url))}`;
  const words = describeProxyLogin(where, names);
  return new ApiError({ ...call, ...words, status: 407, mayHaveBeenApplied: false });
}

/** A good answer whose characters cannot be read. */
export function unreadableError({ call }: SentRequest, status: number): ApiError {
  const what = 'the answer is not in the characters that it claims';
  return new ApiError({ ...call, code: 'unexpected-shape', what, status, ...doubtOf(call) });
}

function doubtOf({ method }: CallName): Pick<ApiErrorDetails, 'mayHaveBeenApplied'> {
  return method === 'GET' ? {} : { mayHaveBeenApplied: true };
}

/** Says what ended an exchange that had begun. */
function describeBreak(reason: string, message: string): Pick<ApiErrorDetails, 'code' | 'what'> {
  if (message.startsWith('maxContentLength')) {
    return { code: 'unexpected-shape', what: `the answer is larger than ${ANSWER_BYTES_MAX} bytes` };
  }
  if (reason.startsWith('HPE_')) return { code: 'unexpected-shape', what: `the answer is no HTTP (${reason})` };
  if (reason.startsWith('Z_') || reason.startsWith('ERR__') || reason.startsWith('ERR_BROTLI')) {
    return { code: 'unexpected-shape', what: `the answer cannot be unpacked (${reason})` };
  }
  return { code: 'unreachable', what: `the connection broke (${reason})` };
}
