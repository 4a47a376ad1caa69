import { readList, readOptionalCount, readOptionalText, readRecord, type JsonRecord } from '../../control/input.js';
import { ControlError } from '../../service.js';
import type { Json } from '../../state.js';
import type { ControlWork } from '../control/work.js';
import { APPLICATION_ID, USER_ID } from '../fresh-world.js';
import { applicationsOf, findApplication, makeApplication, type Application } from './applications.js';
import { changePlain, putPlain, renderPlain } from '../plain/plain.js';
import { USERS } from '../account.js';
import type { PlainRecord } from '../records.js';
import { PERMISSIONS, isLapsed, permissionsText, setLapsed, type Permission } from '../rights.js';
import type { Turn } from '../store.js';
import { findTokenById, isLive, makePrivilegedToken, revokeToken, tokensOf, type TokenRecord } from './tokens.js';

/** What an owner does in the screens for applications, users and the subscription. */
export const TOKEN_WORKS: readonly ControlWork[] = [
  {
    method: 'GET',
    path: '/applications',
    work: ({ world }) => ({ applications: applicationsOf(world).map(showApplication) }),
  },
  { method: 'POST', path: '/applications', work: (turn, { body }) => addApplication(turn, fieldsOf(body)) },
  {
    method: 'GET',
    path: '/tokens',
    work: (turn) => ({ tokens: tokensOf(turn.world).map((token) => showToken(turn, token)) }),
  },
  { method: 'POST', path: '/tokens', work: (turn, { body }) => addToken(turn, fieldsOf(body)) },
  {
    method: 'DELETE',
    path: '/tokens/:id',
    work: (turn, { params }) => showToken(turn, revokeToken(turn.world, findToken(turn, Number(params['id'])))),
  },
  { method: 'POST', path: '/users', work: (turn, { body }) => addUser(turn, fieldsOf(body)) },
  {
    method: 'POST',
    path: '/users/:id',
    work: (turn, { params, body }) => changeUser(turn, findUser(turn, Number(params['id'])), fieldsOf(body)),
  },
  { method: 'POST', path: '/subscription', work: (turn, { body }) => changeSubscription(turn, fieldsOf(body)) },
];

function fieldsOf(body: Json): JsonRecord {
  return body === null ? {} : readRecord(body, 'The body');
}

function showApplication({ id, name, clientId, clientSecret, redirectUris }: Application): Json {
  return { id, name, clientId, clientSecret, redirectUris };
}

/** Never the token itself: the state does not hold it. */
function showToken({ world }: Turn, token: TokenRecord): Json {
  const { id, kind, applicationId, userId, madeAt, expiresAtMs } = token;
  const expiresAt = expiresAtMs === null ? null : new Date(expiresAtMs).toISOString();
  return { id, kind, applicationId, userId, madeAt, expiresAt, isLive: isLive(world, token) };
}

function addApplication(turn: Turn, fields: JsonRecord): Json {
  const redirectUris = readList(fields['redirectUris'], 'redirectUris').map(readAddress);
  const name = readOptionalText(fields, 'name') ?? 'Another application';
  return showApplication(makeApplication(turn.world, { name, redirectUris }));
}

function readAddress(value: Json): string {
  if (typeof value === 'string' && URL.canParse(value)) return value;
  throw new ControlError(400, 'redirectUris must be addresses.');
}

function addToken(turn: Turn, fields: JsonRecord): Json {
  const applicationId = readOptionalCount(fields, 'applicationId') ?? APPLICATION_ID;
  if (findApplication(turn.world, applicationId) === undefined) {
    throw new ControlError(404, 'There is no application with this id.');
  }
  const userId = findUser(turn, readOptionalCount(fields, 'userId') ?? USER_ID).id;
  return { ...makePrivilegedToken(turn.world, { applicationId, userId }), applicationId, userId };
}

function findToken(turn: Turn, id: number): TokenRecord {
  const token = findTokenById(turn.world, id);
  if (token === undefined) throw new ControlError(404, 'There is no token with this id.');
  return token;
}

function findUser(turn: Turn, id: number): PlainRecord {
  const user = turn.store.plain.users.get(id);
  if (user === undefined) throw new ControlError(404, 'TradeGecko has no user with this id.');
  return user;
}

function addUser(turn: Turn, fields: JsonRecord): Json {
  const user = putPlain(turn, 'users', readUser(fields));
  return renderPlain(USERS, turn.store, user);
}

function changeUser(turn: Turn, old: PlainRecord, fields: JsonRecord): Json {
  const user = changePlain(turn, 'users', { old, fields: { ...old.fields, ...readUser(fields) } });
  return renderPlain(USERS, turn.store, user);
}

function readUser(fields: JsonRecord): PlainRecord['fields'] {
  const names = ['first_name', 'last_name', 'email'] as const;
  const sent = names.map((name) => [name, readOptionalText(fields, name)] as const);
  const permissions = fields['permissions'];
  return {
    ...Object.fromEntries(sent.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    ...(permissions === undefined ? {} : { permissions: permissionsText(readPermissions(permissions)) }),
  };
}

function readPermissions(value: Json): readonly Permission[] {
  const names = readList(value, 'permissions');
  const known = PERMISSIONS.filter((permission) => names.includes(permission));
  if (known.length === names.length) return known;
  throw new ControlError(400, `permissions must be some of ${PERMISSIONS.join(', ')}, each once.`);
}

function changeSubscription(turn: Turn, fields: JsonRecord): Json {
  const lapsed = fields['isLapsed'];
  if (typeof lapsed !== 'boolean') throw new ControlError(400, 'isLapsed must be true or false.');
  setLapsed(turn.world, lapsed);
  return { isLapsed: isLapsed(turn.world) };
}
