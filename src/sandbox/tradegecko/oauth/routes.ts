import type { Answer } from '../answers.js';
import { Refusal } from '../answers.js';
import { readBody, type Fields } from '../body.js';
import { findClient, type Application } from './applications.js';
import { ACCESS_TOKEN_LIFE_MS, exchangeCode, issueCode, refresh, type IssuedTokens } from './grants.js';
import { consentPage, refusalPage } from './page.js';
import type { PlainRecord } from '../records.js';
import type { Route, RoutedRequest } from '../route.js';
import type { Turn } from '../store.js';

/** The texts of the library that the service behaved like. */
const PROBLEMS = {
  invalid_client: 'Client authentication failed due to unknown client, or a secret that is not its own.',
  invalid_grant: 'The authorization grant is invalid, expired, used, or was issued to another client or address.',
  invalid_request: 'The request is missing a required parameter, or is otherwise malformed.',
  unsupported_grant_type: 'The authorization grant type is not supported by the authorization server.',
  unsupported_response_type: 'The authorization server does not support this response type.',
  access_denied: 'The resource owner denied the request.',
} as const;
type Problem = keyof typeof PROBLEMS;

/** How a user's consent is asked for, and how tokens are fetched. */
export const OAUTH_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/oauth/authorize',
    answer: (turn, request) => askForConsent(turn, Object.fromEntries(request.query)),
  },
  { method: 'POST', path: '/oauth/authorize', answer: (turn, request) => takeConsent(turn, readBody(request)) },
  { method: 'POST', path: '/oauth/token', answer: answerToken },
];

interface Visit {
  readonly application: Application;
  readonly redirectUri: string;
  readonly state: string;
}

function askForConsent(turn: Turn, query: Fields): Answer {
  const visit = readVisit(turn, query);
  if (textOf(query, 'response_type') !== 'code') return sendBack(visit, wordsOf('unsupported_response_type'));
  const { application, redirectUri, state } = visit;
  const hidden = { client_id: application.clientId, redirect_uri: redirectUri, response_type: 'code', state };
  const users = turn.store.plain.users.byId.map(({ record }) => ({ id: record.id, name: nameOf(record) }));
  return { status: 200, html: consentPage({ applicationName: application.name, users, hidden }) };
}

function nameOf({ id, fields }: PlainRecord): string {
  const name = [fields['first_name'], fields['last_name']].filter((part) => typeof part === 'string').join(' ');
  return name === '' ? `User ${id}` : name;
}

function takeConsent(turn: Turn, form: Fields): Answer {
  const visit = readVisit(turn, form);
  if (textOf(form, 'decision') === 'deny') return sendBack(visit, wordsOf('access_denied'));
  const [first] = turn.store.plain.users.byId;
  const userId = Number(textOf(form, 'user_id') || first?.record.id);
  if (turn.store.plain.users.get(userId) === undefined) throw shown('The account has no such user.');
  const caller = { applicationId: visit.application.id, userId };
  return sendBack(visit, { code: issueCode(turn.world, caller, visit.redirectUri) });
}

/** Nobody is sent to an address that the application did not name before. */
function readVisit(turn: Turn, sent: Fields): Visit {
  const application = findClient(turn.world, textOf(sent, 'client_id'));
  if (application === undefined) throw shown(PROBLEMS.invalid_client);
  const redirectUri = textOf(sent, 'redirect_uri');
  if (application.redirectUris.includes(redirectUri)) {
    return { application, redirectUri, state: textOf(sent, 'state') };
  }
  throw shown('The redirect uri included is not valid.');
}

function sendBack({ redirectUri, state }: Visit, words: Readonly<Record<string, string>>): Answer {
  const target = new URL(redirectUri);
  for (const [name, value] of Object.entries(words)) target.searchParams.set(name, value);
  if (state !== '') target.searchParams.set('state', state);
  return { status: 302, html: '', headers: { Location: target.href } };
}

function answerToken(turn: Turn, request: RoutedRequest): Answer {
  const body = readBody(request);
  const grant = textOf(body, 'grant_type');
  if (grant === '') throw told('invalid_request');
  const application = authenticate(turn, request, body);
  const issued = grantTokens(turn, application, body);
  return tokensAnswer(turn, issued);
}

function grantTokens(turn: Turn, application: Application, body: Fields): IssuedTokens {
  switch (textOf(body, 'grant_type')) {
    case 'authorization_code': {
      const of = { code: textOf(body, 'code'), redirectUri: textOf(body, 'redirect_uri') };
      return exchangeCode(turn.world, application, of) ?? refuse('invalid_grant');
    }
    case 'refresh_token':
      // A dead refresh token was answered in the same words as a missing one.
      return refresh(turn.world, application, textOf(body, 'refresh_token')) ?? refuse('invalid_request');
    default:
      return refuse('unsupported_grant_type');
  }
}

function authenticate(turn: Turn, request: RoutedRequest, body: Fields): Application {
  const basic = /^Basic\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  const [basicId = '', basicSecret = ''] = Buffer.from(basic ?? '', 'base64')
    .toString('utf8')
    .split(':');
  const application = findClient(turn.world, textOf(body, 'client_id') || basicId);
  const secret = textOf(body, 'client_secret') || basicSecret;
  return application?.clientSecret === secret ? application : refuse('invalid_client');
}

function tokensAnswer(turn: Turn, { accessToken, refreshToken }: IssuedTokens): Answer {
  const body = {
    access_token: accessToken,
    token_type: 'bearer',
    expires_in: ACCESS_TOKEN_LIFE_MS / 1000,
    refresh_token: refreshToken,
    scope: 'public',
    created_at: Math.floor(Date.parse(turn.nowAt) / 1000),
  };
  return { status: 200, body };
}

function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function wordsOf(problem: Problem): Readonly<Record<string, string>> {
  return { error: problem, error_description: PROBLEMS[problem] };
}

function refuse(problem: Problem): never {
  throw told(problem);
}

function told(problem: Problem): Refusal {
  return new Refusal({ status: 401, body: wordsOf(problem) });
}

function shown(reason: string): Refusal {
  return new Refusal({ status: 401, html: refusalPage(reason) });
}
