import type { WireAnswer, WireRequest } from '../service.js';
import type { HouzzOptions } from './desk.js';

type Refusal = Omit<WireAnswer, 'operation'>;

const REFUSAL: Refusal = {
  status: 401,
  headers: { 'content-type': 'text/html; charset=utf-8', 'www-authenticate': 'Basic realm="Restricted"' },
  body: '<html><head><title>401 Authorization Required</title></head><body><h1>401 Authorization Required</h1></body></html>',
};

/** What the gateway before the address answers to whoever it does not let in; undefined where the request may pass. */
export function refusalAtGateway({ basicAuth }: HouzzOptions, request: WireRequest): Refusal | undefined {
  if (basicAuth === undefined) return undefined;
  const [, encoded = ''] = /^basic +(\S+)$/i.exec(request.headers['authorization'] ?? '') ?? [];
  const given = Buffer.from(encoded, 'base64').toString('utf8');
  return given === `${basicAuth.user}:${basicAuth.password}` ? undefined : REFUSAL;
}
