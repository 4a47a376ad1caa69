import type { ApiErrorDetails } from '../../ports/api-error.js';
import type { ConnectFault, Hop } from './connect.js';

/** What a person has to know of a service to mend the way to it. */
export interface WayNames {
  /** The section of the configuration that holds its keys, e.g. `houzz`. */
  readonly section: string;
  readonly connectMs: number;
  readonly hasProxyCredentials: boolean;
}

type Words = Pick<ApiErrorDetails, 'code' | 'what' | 'next'>;

/** OpenSSL's words for a certificate whose authority is not among those that are trusted. */
const UNTRUSTED: ReadonlySet<string> = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_UNTRUSTED',
]);
const OUT_OF_DATE: ReadonlySet<string> = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);
const UNKNOWN_NAME: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA']);
const NO_WAY: ReadonlySet<string> = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN']);

/** Says of a connection that was not made what happened, where, and what to do. */
export function describeConnectFault({ hop, reason }: ConnectFault, names: WayNames): Words {
  const where = hop.kind === 'proxy' ? `the proxy ${hop.authority}` : hop.authority;
  if ('proxyStatus' in reason) return describeRefusedTunnel(where, reason, names);
  const { code } = reason;
  const key = `${names.section}.${hop.kind === 'proxy' ? 'proxy.url' : 'baseUrl'}`;
  if (code === 'ETIMEDOUT') {
    const what = `no connection to ${where} within ${names.connectMs} ms`;
    return { code: 'timed-out', what, next: `Check ${key}, and whether a firewall stands between.` };
  }
  return { code: 'unreachable', ...describeCode(code, { where, hop, key, section: names.section }) };
}

interface Place {
  readonly where: string;
  readonly hop: Hop;
  readonly key: string;
  readonly section: string;
}

function describeCode(code: string, { where, hop, key, section }: Place): Pick<Words, 'what' | 'next'> {
  const check = `Check ${key}`;
  if (UNKNOWN_NAME.has(code)) {
    return { what: `no host is known by the name of ${where} (${code})`, next: `${check} and the name service here.` };
  }
  if (code === 'ECONNREFUSED') return { what: `nothing listens at ${where} (${code})`, next: `${check}.` };
  if (NO_WAY.has(code)) return { what: `no way leads to ${where} (${code})`, next: `${check} and the network here.` };
  if (UNTRUSTED.has(code)) {
    const what = `the certificate of ${where} comes from no authority that is trusted here (${code})`;
    return { what, next: `Name the PEM file of its authority in ${section}.tls.ca.` };
  }
  if (OUT_OF_DATE.has(code)) {
    const what = `the certificate of ${where} is not valid at this time (${code})`;
    return { what, next: 'Have it renewed, or set the clock of this machine.' };
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return { what: `the certificate of ${where} is for another name (${code})`, next: `${check}.` };
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    const isTlsHop = hop.kind === 'proxy' ? 'the proxy' : 'it';
    return { what: `${where} does not speak TLS as needed (${code})`, next: `${check}: does ${isTlsHop} want http?` };
  }
  return { what: `no connection to ${where} (${code})`, next: `${check} and the network here.` };
}

function describeRefusedTunnel(
  where: string,
  { proxyStatus, target }: { readonly proxyStatus: number; readonly target: string },
  names: WayNames,
): Words {
  if (proxyStatus === 407) return describeProxyLogin(where, names);
  const what = `${where} does not connect to ${target} (status ${proxyStatus})`;
  return { code: 'unreachable', what, next: `Ask whoever keeps the proxy to let ${target} through.` };
}

/** Says that a proxy wants credentials, or others than it was given. */
export function describeProxyLogin(where: string, { section, hasProxyCredentials }: WayNames): Words {
  if (hasProxyCredentials) {
    const next = `Check ${section}.proxy.userName and ${section}.proxy.password.`;
    return { code: 'unauthorised', what: `${where} refuses the credentials it was given (status 407)`, next };
  }
  const next = `Set ${section}.proxy.userName and ${section}.proxy.password.`;
  return { code: 'unauthorised', what: `${where} asks for credentials (status 407)`, next };
}
