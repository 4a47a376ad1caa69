import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A key with its certificate, both as PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** A private authority that lives as long as a test: nothing of it is kept. */
export interface Authority {
  readonly ca: string;
  /** Signs a certificate for names such as `DNS:localhost` or `IP:127.0.0.1`. */
  issue(names: string, days?: number): Identity;
  close(): void;
}

/** Makes an authority with the openssl of this machine; without one it fails, as a skip would hide. */
export function createAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'orderbridge-authority-'));
  const path = (name: string): string => join(folder, name);
  const run = (...args: string[]): void => {
    execFileSync('openssl', args, { stdio: 'pipe' });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const caSubject = ['-subj', '/CN=Private authority', '-keyout', path('ca.key'), '-out', path('ca.pem')];
  run('req', '-x509', ...newKey, ...caSubject, '-days', '2');
  let serial = 0;
  return {
    ca: readFileSync(path('ca.pem'), 'utf8'),
    issue(names, days = 1) {
      serial += 1;
      run('req', ...newKey, '-subj', '/CN=server', '-keyout', path('server.key'), '-out', path('server.csr'));
      writeFileSync(path('server.ext'), `subjectAltName=${names}\n`);
      const signed = ['-CA', path('ca.pem'), '-CAkey', path('ca.key'), '-set_serial', String(serial)];
      const made = ['-in', path('server.csr'), '-extfile', path('server.ext'), '-out', path('server.pem')];
      run('x509', '-req', ...signed, ...made, '-days', String(days));
      return { key: readFileSync(path('server.key'), 'utf8'), cert: readFileSync(path('server.pem'), 'utf8') };
    },
    close: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
