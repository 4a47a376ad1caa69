import { connect } from 'node:net';

/** What came over a connection, byte for byte, and how it stood at the end. */
export interface RawAnswer {
  readonly bytes: Buffer;
  /** The bytes as they are, one character each. */
  readonly text: string;
  /** In how many pieces they came. */
  readonly pieces: number;
  readonly end: 'closed' | 'reset' | 'refused' | 'still open';
}

const GIVE_UP_AFTER_MS = 10_000;

/** Sends bytes over a connection of its own and reads until it ends, or until enough came. */
export function callRaw(
  url: string,
  request: string,
  isEnough: (text: string) => boolean = () => false,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const givingUp = setTimeout(() => {
      socket.destroy();
      reject(new Error(`The connection neither ended nor brought enough: ${Buffer.concat(chunks).toString('latin1')}`));
    }, GIVE_UP_AFTER_MS);
    const settle = (end: RawAnswer['end']): void => {
      clearTimeout(givingUp);
      socket.destroy();
      const bytes = Buffer.concat(chunks);
      resolve({ bytes, text: bytes.toString('latin1'), pieces: chunks.length, end });
    };
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      if (isEnough(Buffer.concat(chunks).toString('latin1'))) settle('still open');
    });
    socket.on('error', (error) => {
      settle('code' in error && error.code === 'ECONNREFUSED' ? 'refused' : 'reset');
    });
    socket.on('end', () => {
      settle('closed');
    });
    socket.write(request);
  });
}

/** A request as it goes over the wire. */
export function rawRequest(target: string, headers: Readonly<Record<string, string>>, body = ''): string {
  const lines = Object.entries({ host: 'localhost', ...headers, 'content-length': String(Buffer.byteLength(body)) });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `${body === '' ? 'GET' : 'POST'} ${target} HTTP/1.1\r\n${head}\r\n${body}`;
}

/** The head of an answer, and what follows it. */
export function headAndBody({ bytes }: RawAnswer): { head: string; body: Buffer } {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) throw new Error('The head has no end.');
  return { head: bytes.subarray(0, end).toString('latin1'), body: bytes.subarray(end + 4) };
}
