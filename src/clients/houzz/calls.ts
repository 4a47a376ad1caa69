import { ApiError } from '../../ports/api-error.js';
import type { CallOptions } from '../../ports/call.js';
import { asksForBasic } from '../answers.js';
import { createHttp } from '../http.js';
import { JsonFault, parseJson } from '../json.js';
import type { NetworkAccess } from '../network/access.js';
import { observed, type CallObserver } from '../observe.js';
import type { CallName } from '../paginate.js';
import { parseXml, plainOf, writeXml, XmlFault } from '../xml.js';
import { errorByStatus, errorInAnswer, type FailedCall } from './errors.js';
import { envelopeSchema, isRecord } from './schemas.js';

const SERVICE = 'Houzz';
const PATH = '/api';

/** How a Houzz account is reached. */
export interface HouzzAccess extends NetworkAccess {
  /** The address before `/api`. */
  readonly baseUrl: string;
  readonly token: string;
  readonly userName: string;
  readonly appName: string;
  readonly basicAuth?: { readonly userName: string; readonly password: string };
  readonly timeoutMs?: number;
  /** Told of each call that has ended. */
  readonly onCall?: CallObserver;
}

/** Fields of a request, in their order. */
export type Fields = readonly (readonly [string, string])[];

/** The two kinds of call that Houzz knows; both return the fields of an answer whose `Ack` is a success. */
export interface HouzzCalls {
  read(method: string, query: Fields, options: CallOptions): Promise<Readonly<Record<string, unknown>>>;
  write(method: string, fields: Fields, options: CallOptions): Promise<void>;
  close(): void;
}

/** How errors name a read. */
export function readName(method: string): CallName {
  return { service: SERVICE, method: 'GET', path: method };
}

/** Makes the calls of one account. */
export function createHouzzCalls(access: HouzzAccess): HouzzCalls {
  // Copied credentials often carry the white space that stood around them on the page.
  const secrets = [access.token.trim(), access.userName.trim(), access.appName.trim()];
  const [token = '', userName = '', appName = ''] = secrets;
  const account = { secrets, hasBasicAuth: access.basicAuth !== undefined };
  const http = createHttp({
    service: SERVICE,
    section: 'houzz',
    baseUrl: access.baseUrl,
    headers: { 'X-HOUZZ-API-SSL-TOKEN': token, 'X-HOUZZ-API-USER-NAME': userName, 'X-HOUZZ-API-APP-NAME': appName },
    ...(access.timeoutMs === undefined ? {} : { timeoutMs: access.timeoutMs }),
    ...(access.basicAuth === undefined ? {} : { basicAuth: access.basicAuth }),
    ...(access.proxy === undefined ? {} : { proxy: access.proxy }),
    ...(access.tls === undefined ? {} : { tls: access.tls }),
  });
  return {
    read(method, query, options) {
      const call = readName(method);
      return observed(call, access.onCall, async () => {
        const answer = await http.send({
          method: 'GET',
          path: PATH,
          operation: method,
          query: [...queryFor(method, 'json'), ...query],
          ...options,
        });
        return unwrap({ ...account, call, answer });
      });
    },
    write(method, fields, options) {
      const call = { service: SERVICE, method: 'POST', path: method };
      const root = `${method.charAt(0).toUpperCase()}${method.slice(1)}Request`;
      return observed(call, access.onCall, async () => {
        const answer = await http.send({
          method: 'POST',
          path: PATH,
          operation: method,
          query: queryFor(method, 'xml'),
          body: { type: 'text/xml; charset=utf-8', text: writeXml(root, fields) },
          ...options,
        });
        unwrap({ ...account, call, answer });
      });
    },
    close: () => {
      http.close();
    },
  };
}

/** Houzz has one path; what is asked for stands in the query. */
function queryFor(method: string, format: 'json' | 'xml'): Fields {
  return [
    ['format', format],
    ['method', method],
  ];
}

/**
 * Opens an answer. What counts is its `Ack`: Houzz says errors inside answers of status 200, and perhaps of 400 or 500.
 * A higher status is of whoever stands before Houzz, and passes.
 */
function unwrap(received: FailedCall): Readonly<Record<string, unknown>> {
  const { call, answer } = received;
  if (answer.status === 429 || answer.status > 500 || asksForBasic(answer)) throw errorByStatus(received);
  const envelope = envelopeSchema.safeParse(parseBody(answer.body));
  if (!envelope.success) throw errorByStatus(received);
  const ack = envelope.data.Ack.toLowerCase();
  if (ack === 'error' || ack === 'failure') throw errorInAnswer(envelope.data.Errors, received);
  if (answer.status < 200 || answer.status > 299) throw errorByStatus(received);
  if (ack === 'success') return envelope.data;
  const mayHaveBeenApplied = call.method !== 'GET';
  const what = 'Ack is no known word';
  throw new ApiError({ ...call, code: 'unexpected-shape', what, status: answer.status, mayHaveBeenApplied });
}

/** Reads either format, whichever was asked for; undefined when it is neither. */
function parseBody(body: string): unknown {
  try {
    if (!body.trimStart().startsWith('<')) {
      const parsed = parseJson(body);
      return isRecord(parsed) ? parsed : undefined;
    }
    return plainOf(parseXml(body.trim()));
  } catch (error) {
    if (error instanceof JsonFault || error instanceof XmlFault) return undefined;
    throw error;
  }
}
