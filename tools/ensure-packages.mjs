// Runs before `npm start`, `npm test` and `npm run check`: installs the packages when they are missing or are not those
// that package-lock.json names. Otherwise it takes a few milliseconds and says nothing. Plain Node, as there may be no
// packages yet, and nothing newer than Node 14 knows, so that an old one gets as far as the message about itself.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const NODE_VERSION_MIN = [20, 19];
const INSTALL_MAX_MS = 15 * 60_000;
const PROGRESS_EVERY_MS = 5_000;
const TAIL_LINES = 15;
const NETWORK_ERRORS =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH|EHOSTUNREACH/;

function fail(message) {
  console.error(message);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [majorMin, minorMin] = NODE_VERSION_MIN;
  if (major > majorMin || (major === majorMin && minor >= minorMin)) return;
  fail(
    `Orderbridge needs Node ${NODE_VERSION_MIN.join('.')} or newer; this is ${process.versions.node} ` +
      `(${process.execPath}). Install a newer one from https://nodejs.org and start again.`,
  );
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** npm notes what it installed in a lock file of its own, written last: an install that was broken off has none. */
function isUpToDate(wanted) {
  const installed = readPackages(join(ROOT, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return false;
  return Object.entries(wanted).every(([path, { version, integrity, link, optional, devOptional, peer }]) => {
    // The first entry is the project itself. Optional ones are left out where they do not fit the machine, peers where
    // the user's npm is told so.
    if (path === '' || link) return true;
    const own = installed[path];
    if (own === undefined) return Boolean(optional || devOptional || peer);
    return own.version === version && own.integrity === integrity;
  });
}

function countFolders(folder) {
  try {
    const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
    return names.reduce((sum, name) => sum + (name.startsWith('@') ? readdirSync(join(folder, name)).length : 1), 0);
  } catch {
    return 0;
  }
}

/** npm itself when npm runs us, so that it is the same one; else the one on the PATH. */
function spawnNpm(args) {
  const npm = process.env.npm_execpath;
  const options = { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] };
  if (npm !== undefined && /npm-cli\.c?js$/.test(npm)) return spawn(process.execPath, [npm, ...args], options);
  return spawn('npm', args, { ...options, shell: process.platform === 'win32' });
}

async function install(total) {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  console.log(`Installing ${total} packages with npm; this happens once for each change of package-lock.json.`);
  const ticker = setInterval(() => {
    console.log(`  ${countFolders(join(ROOT, 'node_modules'))} folders there, ${seconds()} s`);
  }, PROGRESS_EVERY_MS);
  const npm = spawnNpm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  const bound = setTimeout(() => npm.kill(), INSTALL_MAX_MS);
  let output = '';
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (chunk) => (output += chunk));
  const ending = await new Promise((resolve) => {
    npm.on('error', (error) => resolve(error.message));
    npm.on('close', (code, signal) => resolve(signal ?? code));
  });
  clearInterval(ticker);
  clearTimeout(bound);
  if (ending !== 0) fail(explain(ending, output, seconds()));
  console.log(`  done in ${seconds()} s`);
}

function explain(ending, output, seconds) {
  const tail = output.trim().split('\n').slice(-TAIL_LINES).join('\n');
  const help = NETWORK_ERRORS.test(output)
    ? 'The package registry could not be reached. Check the network; behind a proxy set `npm config set proxy` and\n' +
      '`npm config set https-proxy`, with a mirror `npm config set registry`. Then start again.'
    : 'Run `npm ci` in this folder to see it all; mend what it names, then start again.';
  return `${tail}\n\nInstalling the packages in ${ROOT} failed after ${seconds} s (${ending}). ${help}`;
}

checkNode();
const wanted = readPackages(join(ROOT, 'package-lock.json'));
if (wanted === undefined)
  fail(`${join(ROOT, 'package-lock.json')} is missing or cannot be read. Restore it from the repository.`);
if (!isUpToDate(wanted)) await install(Object.keys(wanted).length - 1);
