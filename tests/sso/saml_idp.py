"""pysaml2's identity provider as a program: `python -m tests.sso.saml_idp PORT FOLDER PEOPLE`; FOLDER holds key.pem, cert.pem, sp.xml.

Its page asks for a name and believes it, as the provider of the other tests does.
"""

import json
import shutil
import sys
from html import escape
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID
from saml2.server import Server

port, folder, people = int(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3])
HERE = f"http://127.0.0.1:{port}"
office = Server(
    config=IdPConfig().load(
        {
            "entityid": f"{HERE}/metadata",
            "xmlsec_binary": shutil.which("xmlsec1"),
            "key_file": str(folder / "key.pem"),
            "cert_file": str(folder / "cert.pem"),
            "metadata": {"local": [str(folder / "sp.xml")]},
            "service": {
                "idp": {
                    "endpoints": {"single_sign_on_service": [(f"{HERE}/sso", BINDING_HTTP_REDIRECT)]},
                    "policy": {
                        "default": {"lifetime": {"minutes": 5}, "name_form": "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"}
                    },
                    "name_id_format": [NAMEID_FORMAT_PERSISTENT],
                }
            },
        }
    )
)


def answer_to(encoded, name):
    """The page that sends the answer on: where to, and the answer."""
    asked = office.parse_authn_request(encoded, BINDING_HTTP_REDIRECT).message
    to = office.response_args(asked)
    who = people[name]
    made = office.create_authn_response(
        who["attributes"],
        in_response_to=to["in_response_to"],
        destination=to["destination"],
        sp_entity_id=to["sp_entity_id"],
        name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, sp_name_qualifier=to["sp_entity_id"], text=who["name_id"]),
        authn={"class_ref": who["class_ref"], "authn_auth": HERE},
        sign_assertion=True,
        sign_response=who.get("sign_response", False),
        sign_alg="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        digest_alg="http://www.w3.org/2001/04/xmlenc#sha256",
    )
    page = office.apply_binding(BINDING_HTTP_POST, str(made), to["destination"], "", response=True)["data"]
    return page if isinstance(page, str) else "".join(page)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        said = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        self.answer(
            f'<form method="post"><input type="hidden" name="SAMLRequest" value="{escape(said["SAMLRequest"])}">'
            '<input name="login"></form>'
        )

    def do_POST(self):
        said = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.answer(answer_to(said["SAMLRequest"][0], said["login"][0]))

    def answer(self, page):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *words):
        pass


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", port), Handler)
    print("listening", flush=True)
    server.serve_forever()
