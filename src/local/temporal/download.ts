import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { COMMAND_VERSION, fillCache } from './cache.js';
import { executableName, findOnPath, outputOf, type FindContext, type FindResult } from './command.js';
import { reasonOf } from './problem.js';

/** The address that Temporal's own install script and SDKs download from. */
const DOWNLOAD_URL = 'https://temporal.download/cli/archive';
/** Where the download is closed off, this is how long it holds up what comes after it. */
const SILENCE_MAX_MS = 10_000;
const DOWNLOAD_MAX_MS = 15 * 60_000;
const PROGRESS_EVERY_MS = 3_000;

const PLATFORMS: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };
const ARCHITECTURES: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' };

export async function downloadCommand(context: FindContext, baseUrl = DOWNLOAD_URL): Promise<FindResult> {
  const platform = PLATFORMS[process.platform];
  const architecture = ARCHITECTURES[process.arch];
  if (platform === undefined || architecture === undefined) {
    return { kind: 'missing', why: `Temporal's command is not published for ${process.platform} ${process.arch}` };
  }
  const url = `${baseUrl}/v${COMMAND_VERSION}?platform=${platform}&arch=${architecture}`;
  return fillCache(context, async (folder) => {
    context.say(`Downloading Temporal's command ${COMMAND_VERSION} from ${url}`);
    const archive = join(folder, 'archive');
    try {
      await download(url, archive, context);
    } catch (error) {
      context.signal?.throwIfAborted();
      const why = `the download from ${new URL(url).host} failed (${reasonOf(error)})`;
      context.say(`No luck: ${why}.`);
      return { kind: 'missing', why };
    }
    return unpack(archive, folder, context);
  });
}

async function download(url: string, file: string, { say, signal }: FindContext): Promise<void> {
  const silence = new AbortController();
  const timer = setTimeout(() => {
    silence.abort(new Error(`nothing arrived for ${SILENCE_MAX_MS / 1000} seconds`));
  }, SILENCE_MAX_MS);
  const bounds = [silence.signal, AbortSignal.timeout(DOWNLOAD_MAX_MS), ...(signal === undefined ? [] : [signal])];
  try {
    const answer = await fetch(url, { signal: AbortSignal.any(bounds) });
    if (!answer.ok || answer.body === null) throw new Error(`it answered with status ${answer.status}`);
    const total = Number(answer.headers.get('content-length') ?? 0);
    const progress = progressMeter(total, say, () => timer.refresh());
    await pipeline(Readable.fromWeb(answer.body), progress, createWriteStream(file));
  } finally {
    clearTimeout(timer);
  }
}

function progressMeter(total: number, say: (message: string) => void, onChunk: () => void): Transform {
  let received = 0;
  let saidAt = Date.now();
  return new Transform({
    transform: (chunk: Uint8Array, _encoding, done) => {
      received += chunk.length;
      onChunk();
      if (Date.now() - saidAt >= PROGRESS_EVERY_MS) {
        saidAt = Date.now();
        say(`  ${megabytes(received)} of ${total === 0 ? 'an unknown size' : megabytes(total)}`);
      }
      done(null, chunk);
    },
  });
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_000_000)} MB`;

/** The `tar` of Linux, macOS and Windows 10 reads both of the published forms, tar.gz and zip (Windows). */
async function unpack(archive: string, folder: string, { env }: FindContext): Promise<FindResult> {
  const tar = await findOnPath('tar', env);
  if (tar === undefined) return { kind: 'missing', why: 'the download needs the command `tar` to be unpacked' };
  const name = executableName('temporal');
  const output = await outputOf(tar, ['-xf', archive, '-C', folder, name], env);
  return output === undefined
    ? { kind: 'missing', why: `the download could not be unpacked with ${tar}, or holds no ${name}` }
    : { kind: 'found', path: join(folder, name) };
}
