import { stat } from 'node:fs/promises';

const LOOK_EVERY_MS = 1_000;

/**
 * Calls back whenever a file has changed, and once at the beginning, in case it did while it was first read. It looks
 * instead of listening, because notices of changes fail on network drives and mounted volumes, and it waits until two
 * looks see the same, because an editor may write in steps. Returns what ends it.
 */
export function watchFile(file: string, onChange: () => Promise<void>): () => void {
  let told: string | undefined;
  let seen: string | undefined;
  let isStopped = false;
  async function look(): Promise<void> {
    const now = await signatureOf(file);
    const isSteady = now === seen;
    seen = now;
    if (isSteady && now !== told) {
      told = now;
      await onChange();
    }
    if (!isStopped) timer = setTimeout(() => void look(), LOOK_EVERY_MS);
  }
  let timer = setTimeout(() => void look(), LOOK_EVERY_MS);
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

async function signatureOf(file: string): Promise<string> {
  try {
    const { ino, size, mtimeMs, ctimeMs } = await stat(file);
    return [ino, size, mtimeMs, ctimeMs].join(' ');
  } catch {
    return 'absent';
  }
}
