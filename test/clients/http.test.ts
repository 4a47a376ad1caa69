import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, it } from 'mocha';
import { createHttp, type Http, type HttpOptions } from '../../src/clients/http.js';
import { apiErrorOf } from './support/api-error.js';
import { reply, startRawServer, type RawServer } from './support/raw-server.js';

const SECRET = 'sesame-opens';
const PERSON = 'Pat Example';

describe('http', () => {
  const servers: RawServer[] = [];
  const ways: Http[] = [];

  afterEach(async () => {
    for (const way of ways.splice(0)) way.close();
    for (const server of servers.splice(0)) await server.close();
  });

  const serve = async (answer: Parameters<typeof startRawServer>[0]): Promise<RawServer> => {
    const server = await startRawServer(answer);
    servers.push(server);
    return server;
  };
  const open = (baseUrl: string, options: Partial<HttpOptions> = {}): Http => {
    const way = createHttp({
      service: 'Shop',
      section: 'shop',
      baseUrl,
      headers: { 'X-Token': SECRET },
      timeoutMs: 2_000,
      ...options,
    });
    ways.push(way);
    return way;
  };
  const post = { method: 'POST', path: '/orders', body: { type: 'text/plain', text: PERSON } } as const;

  it('sends method, query, headers and body, and returns answers of every status as text', async () => {
    const server = await serve((_request, response) => {
      reply(response, { a: 1 }, { status: 422, headers: { 'X-Rate-Limit-Limit': '300' } });
    });

    const answer = await open(server.baseUrl).send({
      ...post,
      query: [
        ['ids[]', '1'],
        ['ids[]', '2'],
      ],
    });

    assert.equal(answer.status, 422);
    assert.equal(answer.body, '{"a":1}');
    assert.equal(answer.headers['x-rate-limit-limit'], '300');
    const [request] = server.seen;
    assert.ok(request);
    assert.deepEqual(request.url.searchParams.getAll('ids[]'), ['1', '2']);
    assert.equal(request.headers['x-token'], SECRET);
    assert.equal(request.body, PERSON);
  });

  it('answers to an address behind Basic authentication', async () => {
    const server = await serve((_request, response) => {
      reply(response, {});
    });

    await open(server.baseUrl, { basicAuth: { userName: 'door', password: 'key' } }).send({ method: 'GET', path: '/' });

    assert.equal(server.seen[0]?.headers.authorization, `Basic ${Buffer.from('door:key').toString('base64')}`);
  });

  it('keeps a connection for the next call', async () => {
    const ports = new Set<number | undefined>();
    const server = await serve((_request, response) => {
      ports.add(response.socket?.remotePort);
      reply(response, {});
    });
    const way = open(server.baseUrl);

    for (let call = 0; call < 3; call += 1) await way.send({ method: 'GET', path: '/' });

    assert.equal(ports.size, 1);
  });

  it('follows no redirect', async () => {
    const server = await serve((_request, response) => {
      reply(response, '', { status: 302, headers: { Location: '/elsewhere' } });
    });

    const answer = await open(server.baseUrl).send({ method: 'GET', path: '/' });

    assert.equal(answer.status, 302);
    assert.equal(server.seen.length, 1);
  });

  it('knows that nothing was applied when no connection was made', async () => {
    const server = await startRawServer(() => undefined);
    await server.close();

    const error = await apiErrorOf(open(server.baseUrl).send(post));

    assert.equal(error.code, 'unreachable');
    assert.equal(error.details.mayHaveBeenApplied, false);
  });

  const breaks: Readonly<Record<string, Parameters<typeof startRawServer>[0]>> = {
    'the connection is cut before the answer': (_request, response) => response.destroy(),
    'the connection is cut within the answer': (_request, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('half', () => response.destroy());
    },
  };
  for (const [title, answer] of Object.entries(breaks)) {
    it(`counts a write as perhaps applied when ${title}`, async () => {
      const server = await serve(answer);

      const error = await apiErrorOf(open(server.baseUrl).send(post));

      assert.equal(error.code, 'unreachable');
      assert.equal(error.details.mayHaveBeenApplied, true);
    });
  }

  const silences: Readonly<Record<string, Parameters<typeof startRawServer>[0]>> = {
    'no answer comes': () => undefined,
    'the answer stops in the middle': (_request, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('half');
    },
  };
  for (const [title, answer] of Object.entries(silences)) {
    it(`times out when ${title}`, async () => {
      const server = await serve(answer);

      const error = await apiErrorOf(open(server.baseUrl, { timeoutMs: 150 }).send(post));

      assert.equal(error.code, 'timed-out');
      assert.equal(error.details.mayHaveBeenApplied, true);
    });
  }

  it('times out on an answer that trickles, byte by byte, for longer than the deadline', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => {
        clearInterval(timer);
      });
    });

    const error = await apiErrorOf(open(server.baseUrl, { timeoutMs: 200 }).send({ method: 'GET', path: '/' }));

    assert.equal(error.code, 'timed-out');
    assert.equal(error.details.mayHaveBeenApplied, undefined);
  });

  it('ends with the reason of the signal when the asker gives up, before and during the call', async () => {
    const asker = new AbortController();
    const reason = new Error('no longer wanted');
    const server = await serve(() => {
      asker.abort(reason);
    });
    const way = open(server.baseUrl);

    await assert.rejects(way.send({ ...post, signal: asker.signal }), reason);
    await assert.rejects(way.send({ ...post, signal: asker.signal }), reason);

    assert.equal(server.seen.length, 1);
  });

  const bombs: Readonly<Record<string, Parameters<typeof startRawServer>[0]>> = {
    'a hundred megabytes': (_request, response) => {
      const part = Buffer.alloc(1024 * 1024, 'x');
      const write = (left: number): void => {
        if (left === 0 || response.destroyed) response.end();
        else response.write(part, () => setImmediate(write, left - 1));
      };
      write(100);
    },
    'a hundred megabytes, packed into a hundred kilobytes': (_request, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      response.end(gzipSync(Buffer.alloc(100 * 1024 * 1024)));
    },
  };
  for (const [title, answer] of Object.entries(bombs)) {
    it(`stops reading ${title} at the limit`, async () => {
      const server = await serve(answer);
      const before = process.memoryUsage.rss();

      const error = await apiErrorOf(open(server.baseUrl, { timeoutMs: 10_000 }).send(post));

      assert.equal(error.code, 'unexpected-shape');
      assert.match(error.message, /larger than/);
      assert.equal(error.details.mayHaveBeenApplied, true);
      assert.ok(process.memoryUsage.rss() - before < 250 * 1024 * 1024);
    });
  }

  it('says that an answer cannot be unpacked', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('no gzip at all');
    });

    const error = await apiErrorOf(open(server.baseUrl).send(post));

    assert.deepEqual([error.code, error.details.mayHaveBeenApplied], ['unexpected-shape', true]);
    assert.match(error.message, /cannot be unpacked/);
  });

  const sent = async (bytes: Buffer, type: string, status = 200): Promise<string> => {
    const server = await serve((_request, response) => {
      response.writeHead(status, { 'Content-Type': type }).end(bytes);
    });
    return (await open(server.baseUrl).send({ method: 'GET', path: '/' })).body;
  };

  it('reads an answer in the characters that it claims', async () => {
    assert.equal(await sent(Buffer.from('Zoë', 'utf8'), 'application/json; charset=utf-8'), 'Zoë');
    assert.equal(await sent(Buffer.from('Zoë', 'latin1'), 'text/xml; charset="ISO-8859-1"'), 'Zoë');
    assert.equal(await sent(Buffer.from('\ufeffZoë', 'utf8'), 'application/json'), 'Zoë');
  });

  it('refuses a good answer that is not in the characters it claims, but not an error', async () => {
    const odd = Buffer.from('{"name":"Zoë"}', 'latin1');

    const error = await apiErrorOf(sent(odd, 'application/json; charset=utf-8'));

    assert.equal(error.code, 'unexpected-shape');
    assert.match(error.message, /characters/);
    assert.doesNotMatch(error.message, /Zo/);
    assert.equal(await sent(odd, 'application/json', 503), '{"name":"Zoë"}');
    assert.match((await apiErrorOf(sent(odd, 'text/plain; charset=utf-16'))).message, /characters/);
  });

  it('refuses an answer above the limit', async () => {
    const server = await serve((_request, response) => {
      response.end(Buffer.alloc(21 * 1024 * 1024, 'x'));
    });

    const error = await apiErrorOf(open(server.baseUrl, { timeoutMs: 10_000 }).send({ method: 'GET', path: '/' }));

    assert.equal(error.code, 'unexpected-shape');
    assert.match(error.message, /larger than/);
  });

  it('does not send a body above the limit', async () => {
    const server = await serve((_request, response) => {
      reply(response, {});
    });
    const body = { type: 'text/plain', text: 'x'.repeat(1024 * 1024 + 1) };

    const error = await apiErrorOf(open(server.baseUrl).send({ ...post, body }));

    assert.equal(error.code, 'refused');
    assert.equal(server.seen.length, 0);
  });

  it('puts neither secrets nor query nor body into an error', async () => {
    const server = await serve((_request, response) => response.destroy());

    const error = await apiErrorOf(open(server.baseUrl).send({ ...post, query: [['q', PERSON]] }));

    const shown = `${error.stack ?? ''} ${JSON.stringify(error)} ${JSON.stringify(error.details)} ${String(error.cause)}`;
    assert.doesNotMatch(shown, new RegExp(`${SECRET}|${PERSON}|Pat\\+Example`));
  });
});
