import { createHmac } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** What one try to hand over a delivery came to. */
export interface PostOutcome {
  /** Null when no answer came. */
  readonly status: number | null;
  readonly problem?: string;
}

interface Post {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  /** Aborted when the sandbox closes. */
  readonly closing: AbortSignal;
}

/** Signs what a webhook sends: base64 of the HMAC-SHA256 with the application's secret, on one line. */
export function signatureOf(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64');
}

/** Posts to an address of this machine; redirects are answers like others and are not followed. */
export async function post({ address, headers, body, timeoutMs, closing }: Post): Promise<PostOutcome> {
  const url = new URL(address);
  // A simulated service must never call out into the world.
  if (!isLoopback(url.hostname))
    return { status: null, problem: 'The sandbox delivers to addresses of this machine only.' };
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    return { status: await send(url, { headers, body, signal: AbortSignal.any([closing, timeout]) }) };
  } catch (error) {
    if (timeout.aborted) return { status: null, problem: `No answer within ${timeoutMs} ms.` };
    return { status: null, problem: `The connection failed: ${codeOf(error)}.` };
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

interface Sending {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

function send(url: URL, { headers, body, signal }: Sending): Promise<number> {
  const start = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    // Without an agent, for a kept connection would hold a receiver open that wants to end.
    const request = start(url, { method: 'POST', headers, signal, agent: false }, (response) => {
      response.on('error', reject);
      response.on('end', () => {
        resolve(response.statusCode ?? 0);
      });
      response.resume();
    });
    request.on('error', reject);
    request.end(body);
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
