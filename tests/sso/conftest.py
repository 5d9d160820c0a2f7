"""Two providers on loopback ports: oidc-provider from npm, and one that lies in whatever way a test asks for."""

import json
import re
import shutil
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import caches
from django.core.management import call_command

from kyodo_portal.accounts.outside import door_from
from tests import build
from tests.accounts.people import make_user
from tests.all import clean_environment
from tests.postgres import free_port

jwt = pytest.importorskip("jwt", reason="the packages of requirements/sso.txt are not installed")
requests = pytest.importorskip("requests")

HERE = Path(__file__).parent
SECRET = "a-secret-of-the-tests"
CALLBACK = "http://testserver/accounts/oidc/{}/login/callback/"
# What the real provider says of the names that its log-in page takes.
PEOPLE = {
    "s-0001": {"email": "tanto@example.jp", "email_verified": True, "employee_number": "000123"},
    "s-0002": {"email": "tanto@example.jp", "email_verified": False, "employee_number": "000999"},
    "s-0003": {"email": "yoso@example.jp", "email_verified": True, "employee_number": "000777"},
}


@pytest.fixture(autouse=True)
def cache_table(db):
    call_command("createcachetable")
    caches["default"].clear()


def set_door(settings, issuer, kind="staff", **more):
    said = {"issuer": issuer, "client_id": "kyodo", **({} if "private_key_file" in more else {"client_secret": SECRET}), **more}
    settings.KYODO_DOORS = {**settings.KYODO_DOORS, kind: door_from(kind, json.dumps(said))}
    return settings.KYODO_DOORS[kind]


# ---- npm's oidc-provider -----------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def issuer(tmp_path_factory):
    """The address of a real provider, in a process of its own. Skipped with a sentence where npm cannot bring it."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("node and npm are not there: the real provider cannot be run")
    folder = tmp_path_factory.mktemp("provider")
    for path in (HERE / "provider").iterdir():
        shutil.copy(path, folder)
    brought = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=folder, capture_output=True, text=True
    )
    if brought.returncode:
        pytest.skip(f"npm cannot bring oidc-provider: {brought.stderr[-200:]}")
    port = free_port()
    command = ["node", "provider.mjs", str(port), CALLBACK.format("staff"), json.dumps(PEOPLE)]
    process = subprocess.Popen(
        command, cwd=folder, env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        for line in process.stdout:
            if "listening" in line:
                break
        else:
            pytest.fail("the provider did not start")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def at_the_provider(address, name):
    """Go through the provider's own pages as a person does; the address of ours to which it leads back."""
    browser = requests.Session()
    answer = browser.get(address, allow_redirects=False)
    for _ in range(12):
        if "Location" in answer.headers:
            address = urljoin(answer.url, answer.headers["Location"])
            if address.startswith("http://testserver/"):
                return address
            answer = browser.get(address, allow_redirects=False)
            continue
        form = re.search(r'<form[^>]*action="([^"]+)"', answer.text)[1]
        prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)[1]
        answer = browser.post(
            urljoin(answer.url, form), {"prompt": prompt, "login": name, "password": "x"}, allow_redirects=False
        )
    raise AssertionError("the provider leads nowhere")


# ---- one that lies ------------------------------------------------------------------------------------------------------
class Liar:
    """A provider whose token `change` may spoil: change(claims) → claims, or sign(claims) → the token itself."""

    def __init__(self):
        self.key, self.other = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
        self.change, self.sign, self.issuer_said, self.nonce, self.codes = None, None, None, "", set()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.answer(outer.document(self.path))

            def do_POST(self):
                posted = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self.answer(outer.token(posted))

            def answer(self, body):
                self.send_response(200 if body else 400)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(body or {"error": "invalid_grant"}).encode())

            def log_message(self, *words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def document(self, path):
        if path.endswith("/jwks"):
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}
        ends = {
            name: f"{self.issuer}/{end}"
            for name, end in (("authorization_endpoint", "auth"), ("token_endpoint", "token"), ("jwks_uri", "jwks"))
        }
        return {
            "issuer": self.issuer_said or self.issuer,
            **ends,
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def token(self, posted):
        code = posted["code"][0]
        if code not in self.codes:
            return None
        self.codes.discard(code)  # a code is good once
        self.posted = {name: values[0] for name, values in posted.items()}
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": "kyodo", "sub": "s-0001", "exp": now + 300, "iat": now, "nonce": self.nonce,
                  "email": "tanto@example.jp", "email_verified": True}  # fmt: skip
        claims = self.change(claims) if self.change else claims
        token = self.sign(claims) if self.sign else jwt.encode(claims, self.key, "RS256", {"kid": "one"})
        return {"access_token": "x", "token_type": "Bearer", "id_token": token}

    def back(self, led, code="a-code"):
        """What the browser is led back with from the address to which we led it."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(led).query).items()}
        self.nonce = asked["nonce"]
        self.codes.add(code)
        return asked["redirect_uri"] + f"?code={code}&state={asked['state']}"


@pytest.fixture
def liar():
    one = Liar()
    yield one
    one.server.shutdown()
    one.server.server_close()


@pytest.fixture
def tanto(settings):
    """An official whose name at the provider an administrator has entered."""
    settings.KYODO_STAFF_MFA = True
    user = make_user("tanto@example.jp", office_account="Tanto@example.jp")
    build.join(user, build.office("department", "福祉課（見本）")[0])
    return user
