// A provider for tests/sso: oidc-provider, whose log-in page takes any name. Names and what is said of them stand in PEOPLE.
import Provider from "oidc-provider";

const [port, callback, people] = process.argv.slice(2);
const PEOPLE = JSON.parse(people);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: "kyodo", client_secret: "a-secret-of-the-tests", redirect_uris: [callback],
    token_endpoint_auth_method: "client_secret_post",
  }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], employee: ["employee_number"] },
  scopes: ["openid", "email", "employee"],
  conformIdTokenClaims: false,
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...PEOPLE[id] }) }),
  pkce: { required: () => true },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("listening"));
