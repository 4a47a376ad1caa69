import assert from 'node:assert/strict';
import type { OpenSandbox } from '../open-sandbox.js';
import { answerOf, call, type Answer, type Document } from './gecko-api.js';

/** Where the first application lets users be sent back to. */
export const REDIRECT_URI = 'http://localhost:3000/callback';
/** The first application's credentials. */
export const CLIENT = { client_id: 'demo-client', client_secret: 'demo-client-secret-not-a-secret' };

/** Opens the consent page. */
export async function visit(open: OpenSandbox, query: Record<string, string>): Promise<Answer> {
  const words = new URLSearchParams({ client_id: CLIENT.client_id, redirect_uri: REDIRECT_URI, ...query });
  const url = `${open.sandbox.tradegeckoUrl}/oauth/authorize?${words.toString()}`;
  return answerOf(await fetch(url, { redirect: 'manual' }));
}

/** Sends the consent form as a browser does, and returns where it leads. */
export async function consent(open: OpenSandbox, form: Record<string, string> = {}): Promise<URL> {
  const body = new URLSearchParams({
    client_id: CLIENT.client_id,
    redirect_uri: REDIRECT_URI,
    decision: 'allow',
    ...form,
  });
  const url = `${open.sandbox.tradegeckoUrl}/oauth/authorize`;
  const answer = await answerOf(await fetch(url, { method: 'POST', body, redirect: 'manual' }));
  assert.equal(answer.status, 302, answer.text);
  return new URL(answer.headers.get('location') ?? '');
}

/** Asks the token endpoint, as the first application unless the body says otherwise. */
export async function fetchToken(open: OpenSandbox, body: Document): Promise<Answer> {
  const url = `${open.sandbox.tradegeckoUrl}/oauth/token`;
  const headers = { 'content-type': 'application/json' };
  return answerOf(await fetch(url, { method: 'POST', headers, body: JSON.stringify({ ...CLIENT, ...body }) }));
}

/** What exchanges a code. */
export const byCode = (code: string | null): Document => ({
  grant_type: 'authorization_code',
  redirect_uri: REDIRECT_URI,
  code,
});
/** What exchanges a refresh token. */
export const byRefresh = (tokens: Document): Document => ({
  grant_type: 'refresh_token',
  refresh_token: tokens['refresh_token'],
});

/** Goes the whole way from the consent to the tokens. */
export async function connect(open: OpenSandbox, form: Record<string, string> = {}): Promise<Document> {
  const back = await consent(open, form);
  const answer = await fetchToken(open, byCode(back.searchParams.get('code')));
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}

/** Calls the API with a token by OAuth. */
export function callWith(open: OpenSandbox, tokens: Document, path = '/users/current'): Promise<Answer> {
  return call(open, path, { headers: { authorization: `Bearer ${String(tokens['access_token'])}` } });
}

/** What such a call answers. */
export const statusWith = async (open: OpenSandbox, tokens: Document): Promise<number> =>
  (await callWith(open, tokens)).status;
