import { hasMembers, type CallControl } from './call.js';

type TradegeckoApplication = {
  readonly id: number;
  readonly name: string;
  readonly clientId: string;
  /** What its token calls and its webhooks are signed with. */
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
};

type TradegeckoToken = {
  readonly id: number;
  readonly kind: 'privileged' | 'oauth';
  readonly applicationId: number;
  readonly userId: number;
  readonly madeAt: string;
  readonly expiresAt: string | null;
  readonly isLive: boolean;
};

/** A user's own details; what is left out keeps its value, and a new user may do everything. */
interface UserEdit {
  readonly first_name?: string;
  readonly last_name?: string;
  readonly email?: string;
  readonly permissions?: readonly string[];
}

type TradegeckoUser = { readonly id: number; readonly permissions: readonly string[] };

/** One event on its way to a webhook, with every try so far. */
export type WebhookDelivery = {
  readonly id: string;
  readonly webhookId: number;
  readonly applicationId: number;
  readonly address: string;
  readonly event: string;
  readonly objectId: number;
  readonly madeAt: string;
  readonly state: 'waiting' | 'received' | 'given-up';
  /** When it is tried next; null once it ended. */
  readonly dueAt: string | null;
  readonly attempts: readonly {
    readonly at: string;
    readonly status: number | null;
    readonly problem: string | null;
  }[];
};

/** What an owner does in the screens for applications and users, and what a developer sees of webhooks. */
export interface TradegeckoGatewayControl {
  applications(): Promise<readonly TradegeckoApplication[]>;
  addApplication(of: { name?: string; redirectUris?: readonly string[] }): Promise<TradegeckoApplication>;
  tokens(): Promise<readonly TradegeckoToken[]>;
  /** A privileged token, told this once; of the first application and the owner unless told otherwise. */
  addToken(of?: { applicationId?: number; userId?: number }): Promise<{ readonly id: number; readonly token: string }>;
  revokeToken(id: number): Promise<TradegeckoToken>;
  addUser(edit: UserEdit): Promise<TradegeckoUser>;
  changeUser(id: number, edit: UserEdit): Promise<TradegeckoUser>;
  setSubscriptionLapsed(isLapsed: boolean): Promise<void>;
  webhookDeliveries(): Promise<readonly WebhookDelivery[]>;
  /** Sends a delivery again under its own id, as often as told. */
  deliverWebhook(id: string, times?: number): Promise<WebhookDelivery>;
}

/** Makes the part of the control client that works on TradeGecko's gateway. */
export function createGatewayControl(call: CallControl): TradegeckoGatewayControl {
  return { ...accessCalls(call), ...webhookCalls(call) };
}

type WebhookCalls = Pick<TradegeckoGatewayControl, 'webhookDeliveries' | 'deliverWebhook'>;

function accessCalls(call: CallControl): Omit<TradegeckoGatewayControl, keyof WebhookCalls> {
  const root = '/tradegecko';
  const isApplication = hasMembers<TradegeckoApplication>('id', 'clientId');
  const isApplications = hasMembers<{ applications: readonly TradegeckoApplication[] }>('applications');
  const isToken = hasMembers<TradegeckoToken>('id', 'isLive');
  const isTokens = hasMembers<{ tokens: readonly TradegeckoToken[] }>('tokens');
  const isUser = hasMembers<TradegeckoUser>('id', 'permissions');
  const isNewToken = hasMembers<{ id: number; token: string }>('id', 'token');
  return {
    applications: async () => (await call({ path: `${root}/applications`, isAnswer: isApplications })).applications,
    addApplication: (body) => call({ method: 'POST', path: `${root}/applications`, body, isAnswer: isApplication }),
    tokens: async () => (await call({ path: `${root}/tokens`, isAnswer: isTokens })).tokens,
    addToken: (body = {}) => call({ method: 'POST', path: `${root}/tokens`, body, isAnswer: isNewToken }),
    revokeToken: (id) => call({ method: 'DELETE', path: `${root}/tokens/${id}`, isAnswer: isToken }),
    addUser: (body) => call({ method: 'POST', path: `${root}/users`, body, isAnswer: isUser }),
    changeUser: (id, body) => call({ method: 'POST', path: `${root}/users/${id}`, body, isAnswer: isUser }),
    async setSubscriptionLapsed(isLapsed) {
      const isAnswer = hasMembers<{ isLapsed: boolean }>('isLapsed');
      await call({ method: 'POST', path: `${root}/subscription`, body: { isLapsed }, isAnswer });
    },
  };
}

function webhookCalls(call: CallControl): WebhookCalls {
  const path = '/tradegecko/webhook-deliveries';
  return {
    async webhookDeliveries() {
      const isAnswer = hasMembers<{ deliveries: readonly WebhookDelivery[] }>('deliveries');
      return (await call({ path, isAnswer })).deliveries;
    },
    deliverWebhook: (id, times = 1) =>
      call({
        method: 'POST',
        path: `${path}/${encodeURIComponent(id)}/deliver`,
        body: { times },
        isAnswer: hasMembers<WebhookDelivery>('id', 'state', 'attempts'),
      }),
  };
}
