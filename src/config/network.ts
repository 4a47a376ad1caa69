import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { hostAddress, loginName, section } from './fields.js';
import { faultOfFile } from './file-fault.js';
import { secret, type SecretSources } from './secrets.js';

/** An outgoing proxy of one service. The environment's HTTPS_PROXY and NO_PROXY are not read: one place says it all. */
export const proxySection = (sources: SecretSources, suggestedName: string) =>
  section({
    url: hostAddress('Give the address of the proxy, such as http://proxy.example.com:3128.').meta({
      description: 'Its scheme, host and port.',
      examples: ['http://proxy.example.com:3128'],
    }),
    userName: loginName('Give the user name that the proxy asks for, without a colon, or leave it out.')
      .exactOptional()
      .meta({ description: 'The user name that it asks for, without a colon.', examples: ['someone'] }),
    password: secret(sources, suggestedName).exactOptional().describe('The password that it asks for.'),
  })
    .superRefine(({ userName, password }, context) => {
      if ((userName === undefined) === (password === undefined)) return;
      const [missing, there] = userName === undefined ? ['userName', 'password'] : ['password', 'userName'];
      const params = { what: `is missing beside ${there}` };
      context.addIssue({ code: 'custom', path: [missing], message: 'Give both or neither.', params });
    })
    .meta({
      description:
        'An outgoing proxy, such as one with the fixed IP address that a firewall lets in. HTTPS goes through a ' +
        'tunnel that the proxy cannot look into. HTTPS_PROXY and NO_PROXY of the environment are not read. Each ' +
        'side has a proxy of its own; write "proxy: &way" at the first and "proxy: *way" at the second to share ' +
        'one.',
    });

/** What is trusted beside the usual authorities. */
export const tlsSection = (sources: SecretSources) =>
  section({
    ca: authorityFile(sources).meta({
      description: 'A PEM file, relative to the folder of this file.',
      examples: ['private-authority.pem'],
    }),
  }).describe('Certificates of a private authority to trust beside the usual ones.');

const CA_ADVICE = 'Give the path of a PEM file with the certificates of the private authority.';
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]{1,100000}-----END CERTIFICATE-----/g;

/** The path of a file of certificates, relative to the configuration; what it holds inside. */
const authorityFile = ({ folder }: SecretSources) =>
  z
    .string({ error: CA_ADVICE })
    .meta({ $comment: 'path of a file' })
    .transform((path, context): string => {
      const read = readAuthorities(resolve(folder, path));
      if ('pem' in read) return read.pem;
      context.issues.push({ code: 'custom', message: CA_ADVICE, input: undefined, params: { what: read.what } });
      return z.NEVER;
    });

function readAuthorities(path: string): { readonly pem: string } | { readonly what: string } {
  try {
    const certificates = readFileSync(path, 'latin1').match(CERTIFICATE) ?? [];
    if (certificates.length === 0) return { what: 'names a file without a certificate' };
    for (const certificate of certificates) new X509Certificate(certificate);
    return { pem: certificates.join('\n') };
  } catch (error) {
    const isForeign = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_OSSL');
    return { what: `names a file that ${isForeign ? 'is no certificate' : faultOfFile(error)}` };
  }
}
