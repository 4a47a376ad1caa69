import type { HouzzConfig } from '../../config/houzz.js';
import type { TradegeckoConfig } from '../../config/tradegecko.js';
import type { CheckOf, CheckRow } from './row.js';

/** Says how a service is reached: where a call fails, this is what to look at first. Names no credentials. */
export function wayRow(of: CheckOf, service: HouzzConfig | TradegeckoConfig): CheckRow {
  const { baseUrl, proxy, tls } = service;
  const parts = [proxy === undefined ? `${baseUrl} directly` : `${baseUrl} through the proxy ${proxy.url}`];
  if (proxy?.userName !== undefined) parts.push('credentials for the proxy');
  if ('basicAuth' in service) parts.push('Basic authentication for the address');
  if (tls !== undefined) parts.push('a private authority trusted beside the usual ones');
  return { ...of, check: 'way', result: 'ok', detail: parts.join(', with '), next: null };
}
