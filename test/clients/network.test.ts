import assert from 'node:assert/strict';
import { createServer, type Server, type Socket } from 'node:net';
import { after, afterEach, before, describe, it } from 'mocha';
import { createHttp, type Http, type HttpOptions } from '../../src/clients/http.js';
import type { ApiError } from '../../src/ports/api-error.js';
import { apiErrorOf } from './support/api-error.js';
import { createAuthority, type Authority, type Identity } from './support/certificates.js';
import { listen, startProxy, type ProxyRules, type ProxyServer } from './support/proxy-server.js';
import { reply, startRawServer, type RawServer } from './support/raw-server.js';

const SECRET = 'sesame-opens';
const PROXY_PASSWORD = 'open-this-way';
const LOGIN = { userName: 'merchant', password: PROXY_PASSWORD };
const get = { method: 'GET', path: '/orders' } as const;
const post = { method: 'POST', path: '/orders', body: { type: 'text/plain', text: 'x' } } as const;

describe('the way to a service', () => {
  let authority: Authority;
  let identity: Identity;
  const closers: (() => Promise<void> | void)[] = [];

  before(function () {
    this.timeout(20_000);
    authority = createAuthority();
    identity = authority.issue('IP:127.0.0.1,DNS:localhost');
  });

  after(() => {
    authority.close();
  });

  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  const serve = async (as?: Identity): Promise<RawServer> => {
    const server = await startRawServer((_request, response) => {
      reply(response, { ok: true });
    }, as);
    closers.push(() => server.close());
    return server;
  };
  const proxyWith = async (rules: ProxyRules = {}): Promise<ProxyServer> => {
    const proxy = await startProxy(rules);
    closers.push(() => proxy.close());
    return proxy;
  };
  const silentServer = async (greet: (socket: Socket) => void = () => undefined): Promise<number> => {
    const sockets = new Set<Socket>();
    const server: Server = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      greet(socket);
    });
    closers.push(() => {
      server.close();
      for (const socket of sockets) socket.destroy();
    });
    return listen(server);
  };
  const open = (baseUrl: string, options: Partial<HttpOptions> = {}): Http => {
    const headers = { 'X-Token': SECRET };
    const way = createHttp({ service: 'Shop', section: 'shop', baseUrl, headers, timeoutMs: 5_000, ...options });
    closers.push(() => {
      way.close();
    });
    return way;
  };
  const trusting = (): Partial<HttpOptions> => ({ tls: { ca: authority.ca } });

  const assertSays = (error: ApiError, code: string, ...parts: readonly RegExp[]): void => {
    assert.equal(error.code, code, error.message);
    for (const part of parts) assert.match(error.message, part);
    const shown = `${error.stack ?? ''} ${JSON.stringify(error)} ${String(error.cause)}`;
    assert.doesNotMatch(shown, new RegExp(`${SECRET}|${PROXY_PASSWORD}|Basic [A-Za-z0-9+/=]{8}`));
  };

  describe('over TLS', () => {
    it('trusts a private authority where its certificate is given', async () => {
      const server = await serve(identity);

      assert.equal((await open(server.baseUrl, trusting()).send(get)).status, 200);
    });

    it('keeps one connection for several calls', async () => {
      const server = await serve(identity);
      const proxy = await proxyWith();
      const way = open(server.baseUrl, { ...trusting(), proxy });

      for (let calls = 0; calls < 3; calls += 1) await way.send(get);

      assert.deepEqual([server.seen.length, proxy.seen.length], [3, 1]);
    });

    it('names tls.ca where the authority is not trusted, and has sent nothing', async () => {
      const server = await serve(identity);

      const error = await apiErrorOf(open(server.baseUrl).send(post));

      assertSays(error, 'unreachable', /no authority that is trusted/, /shop\.tls\.ca/, /127\.0\.0\.1:\d+/);
      assert.equal(error.details.mayHaveBeenApplied, false);
      assert.equal(server.seen.length, 0);
    });

    it('says that a certificate is for another name', async () => {
      const server = await serve(authority.issue('DNS:other.example'));

      const error = await apiErrorOf(open(server.baseUrl, trusting()).send(post));

      assertSays(error, 'unreachable', /for another name/, /shop\.baseUrl/);
    });

    it('says that a certificate has expired', async () => {
      const server = await serve(authority.issue('IP:127.0.0.1', -1));

      const error = await apiErrorOf(open(server.baseUrl, trusting()).send(post));

      assertSays(error, 'unreachable', /not valid at this time/, /clock/);
    });

    it('says that a plain server does not speak TLS', async () => {
      const server = await serve();

      const error = await apiErrorOf(open(server.baseUrl.replace('http:', 'https:')).send(post));

      assertSays(error, 'unreachable', /does not speak TLS/, /http\?/);
      assert.equal(error.details.mayHaveBeenApplied, false);
    });

    it('gives up a handshake that never ends, and knows that nothing was sent', async () => {
      const port = await silentServer();

      const error = await apiErrorOf(open(`https://127.0.0.1:${port}`, { timeoutMs: 300 }).send(post));

      assertSays(error, 'timed-out', /no connection to 127\.0\.0\.1:\d+ within 240 ms/, /shop\.baseUrl/);
      assert.equal(error.details.mayHaveBeenApplied, false);
    });
  });

  describe('without an answer', () => {
    it('names a host that no one knows', async () => {
      const error = await apiErrorOf(open('http://nowhere.invalid').send(post));

      assertSays(error, 'unreachable', /no host is known by the name of nowhere\.invalid/, /shop\.baseUrl/);
      assert.equal(error.details.mayHaveBeenApplied, false);
    });

    it('names a port at which nothing listens', async () => {
      const error = await apiErrorOf(open('http://127.0.0.1:9').send(post));

      assertSays(error, 'unreachable', /nothing listens at 127\.0\.0\.1:9 \(ECONNREFUSED\)/, /shop\.baseUrl/);
    });

    it('says that what answers is no HTTP', async () => {
      const port = await silentServer((socket) => socket.write('220 mail.example.com ready\r\n'));

      const error = await apiErrorOf(open(`http://127.0.0.1:${port}`).send(post));

      assertSays(error, 'unexpected-shape', /no HTTP/);
      assert.equal(error.details.mayHaveBeenApplied, true);
    });

    it('gives up on headers without end', async () => {
      const port = await silentServer((socket) => {
        socket.write(`HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(100_000)}`);
      });

      assertSays(await apiErrorOf(open(`http://127.0.0.1:${port}`).send(post)), 'unexpected-shape', /no HTTP/);
    });
  });

  describe('through a proxy', () => {
    it('hands a plain request over whole, with the address in it', async () => {
      const server = await serve();
      const proxy = await proxyWith();

      const answer = await open(server.baseUrl, { proxy }).send({ ...get, query: [['q', '1']] });

      assert.equal(answer.body, '{"ok":true}');
      assert.deepEqual(proxy.seen, [`GET ${server.baseUrl}/orders?q=1`]);
      assert.equal(server.seen[0]?.headers.host, new URL(server.baseUrl).host);
    });

    it('makes a tunnel for TLS, which the proxy cannot look into', async () => {
      const server = await serve(identity);
      const proxy = await proxyWith();

      const answer = await open(server.baseUrl, { ...trusting(), proxy }).send(get);

      assert.equal(answer.status, 200);
      assert.deepEqual(proxy.seen, [`CONNECT ${new URL(server.baseUrl).host}`]);
      assert.equal(server.seen[0]?.headers['x-token'], SECRET);
      assert.ok(proxy.tunnelled().length > 0 && !proxy.tunnelled().includes(SECRET));
    });

    it('gives its credentials to the proxy alone', async () => {
      const [plain, secure] = [await serve(), await serve(identity)];
      const proxy = await proxyWith({ login: `merchant:${PROXY_PASSWORD}` });
      const given = { ...trusting(), proxy: { url: proxy.url, ...LOGIN } };

      await open(plain.baseUrl, given).send(get);
      await open(secure.baseUrl, given).send(get);

      assert.deepEqual(
        [plain, secure].map(({ seen }) => seen[0]?.headers['proxy-authorization']),
        [undefined, undefined],
      );
      assert.equal(proxy.seen.length, 2);
    });

    it('speaks TLS to a proxy that wants it, whatever the service speaks', async () => {
      const [plain, secure] = [await serve(), await serve(identity)];
      const proxy = await proxyWith({ identity });

      for (const server of [plain, secure]) {
        assert.equal((await open(server.baseUrl, { ...trusting(), proxy }).send(get)).status, 200);
      }
      assertSays(await apiErrorOf(open(secure.baseUrl, { proxy }).send(get)), 'unreachable', /the proxy/, /tls\.ca/);
    });

    for (const scheme of ['http', 'https'] as const) {
      it(`says which keys a proxy's credentials have that it asks for (${scheme})`, async () => {
        const server = await serve(scheme === 'https' ? identity : undefined);
        const proxy = await proxyWith({ login: 'other:word' });

        const without = await apiErrorOf(open(server.baseUrl, { ...trusting(), proxy: { url: proxy.url } }).send(post));
        const wrong = { ...trusting(), proxy: { url: proxy.url, ...LOGIN } };
        const refused = await apiErrorOf(open(server.baseUrl, wrong).send(post));

        assertSays(without, 'unauthorised', /the proxy 127.* asks for credentials/, /Set shop\.proxy\.userName/);
        assertSays(refused, 'unauthorised', /refuses the credentials/, /Check shop\.proxy\.userName/);
        assert.deepEqual(
          [without, refused].map(({ details }) => details.mayHaveBeenApplied),
          [false, false],
        );
        assert.equal(server.seen.length, 0);
      });
    }

    it("does not take a proxy's refusal for the service's answer", async () => {
      const proxy = await proxyWith({ answer: 'HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}' });

      const error = await apiErrorOf(open('https://127.0.0.1:9', { proxy }).send(post));

      assertSays(error, 'unreachable', /the proxy .* does not connect to 127\.0\.0\.1:9 \(status 404\)/, /let 127/);
      assert.equal(error.details.mayHaveBeenApplied, false);
    });

    it('tells a proxy that cannot reach the service from one that cannot be reached', async () => {
      const proxy = await proxyWith();

      const behind = await apiErrorOf(open('https://127.0.0.1:9', { proxy }).send(post));
      const gone = await apiErrorOf(open('https://127.0.0.1:9', { proxy: { url: 'http://127.0.0.1:19' } }).send(post));

      assertSays(behind, 'unreachable', /status 502/);
      assertSays(gone, 'unreachable', /nothing listens at the proxy 127\.0\.0\.1:19/, /shop\.proxy\.url/);
    });

    const oddities: Readonly<Record<string, readonly [string, string]>> = {
      'answers with something else': ['SSH-2.0-door\r\n', 'unreachable'],
      'sends bytes behind its yes': ['HTTP/1.1 200 OK\r\n\r\nhello', 'unreachable'],
      'never answers': ['', 'timed-out'],
      'stops within its answer': ['HTTP/1.1 200 O', 'timed-out'],
    };
    for (const [title, [answer, code]] of Object.entries(oddities)) {
      it(`has sent nothing when a proxy ${title}`, async () => {
        const proxy = await proxyWith({ answer });

        const error = await apiErrorOf(open('https://127.0.0.1:9', { proxy, timeoutMs: 400 }).send(post));

        assertSays(error, code, /the proxy 127\.0\.0\.1/);
        assert.equal(error.details.mayHaveBeenApplied, false);
      });
    }

    it('is taken from the options alone, never from the environment', async () => {
      const server = await serve();
      const before = { ...process.env };
      Object.assign(process.env, { HTTP_PROXY: 'http://127.0.0.1:9', http_proxy: 'http://127.0.0.1:9' });
      try {
        assert.equal((await open(server.baseUrl).send(get)).status, 200);
      } finally {
        for (const name of ['HTTP_PROXY', 'http_proxy']) {
          if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
          else process.env[name] = before[name];
        }
      }
    });
  });
});
