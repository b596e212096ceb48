// A certified OpenID Connect provider (npm's oidc-provider) with the claims of docs/security.md, for one test run. It reads its clients
// and people as one line of JSON from standard input, prints its address, and ends when standard input closes.
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';

const resource = 'urn:partnership';
const lines = createInterface({ input: process.stdin });
lines.once('line', (line) => start(JSON.parse(line)));
lines.once('close', () => process.exit(0));

// clients: { id, secret, roles, councils } each for itself; people: { id, name, roles, councils }; application: { id, redirectUri },
// the public client by which people sign in.
function start({ clients, people, application }) {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const issuer = `http://localhost:${server.address().port}`;
    const provider = new Provider(issuer, configuration(clients, people, application));
    const answer = provider.callback();
    server.on('request', (request, response) =>
      request.url.startsWith('/sign-in/') ? signIn(provider, people, request, response) : answer(request, response));
    process.stdout.write(`${issuer}\n`);
  });
}

function configuration(clients, people, application) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const holders = new Map([...clients, ...people].map((holder) => [holder.id, holder]));
  return {
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'of-this-run' }] },
    clients: [
      ...clients.map(({ id, secret }) => ({
        client_id: id, client_secret: secret, grant_types: ['client_credentials'], redirect_uris: [], response_types: [],
      })),
      { client_id: application.id, redirect_uris: [application.redirectUri], application_type: 'native', token_endpoint_auth_method: 'none' },
    ],
    pkce: { required: () => true },
    findAccount: (_, id) => (holders.has(id) ? { accountId: id, claims: () => ({ sub: id }) } : undefined),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      // Access tokens are JWTs only for a resource; a client that names none means this one.
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          audience: 'partnership', scope: 'partnership', accessTokenFormat: 'jwt', accessTokenTTL: 300, jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    extraTokenClaims: (_, token) => {
      const { name, roles, councils } = holders.get(token.accountId ?? token.clientId);
      return { name, roles, councils };
    },
    // Who signs in consents: there is one application, the partnership's own.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid');
      grant.addResourceScope(resource, 'partnership');
      await grant.save();
      return grant;
    },
    interactions: { url: (_, interaction) => `/sign-in/${interaction.uid}` },
    cookies: { keys: ['of-this-run'] },
    ttl: { AuthorizationCode: 60, IdToken: 300, Interaction: 600, Session: 600, Grant: 600 },
  };
}

// GET shows the invented people, POST takes the one chosen.
async function signIn(provider, people, request, response) {
  if (request.method !== 'POST') {
    const buttons = people.map(({ id, name }) => `<button name="user" value="${id}">${name}</button>`).join('');
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="en"><title>Sign in</title><form method="post" action="${request.url}">${buttons}</form></html>`);
    return;
  }
  let body = '';
  for await (const part of request) body += part;
  const accountId = new URLSearchParams(body).get('user');
  await provider.interactionFinished(request, response, { login: { accountId }, consent: {} }, { mergeWithLastSubmission: false });
}
