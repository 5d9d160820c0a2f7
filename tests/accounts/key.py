"""A key (passkey) as a device holds it: answers what the pages ask, as a browser hands it on."""

import hashlib
import json
import os
import re
from dataclasses import dataclass, field

from allauth.account.utils import user_pk_to_url_str
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

FLAG = AuthenticatorData.FLAG
ADD, SIGN_IN = "/accounts/2fa/webauthn/add/", "/accounts/2fa/webauthn/login/"


@dataclass
class Key:
    """origin: where the browser is; verifies: whether it asks its owner for a face, a finger or a number before it answers."""

    origin: str = "http://localhost"
    verifies: bool = True
    private: object = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    name: bytes = field(default_factory=lambda: os.urandom(16))

    def add(self, client, *, alone=True, **changed):
        """Press 「鍵を加える」: the page's answer. `changed`: parts of the answer that a hostile browser would send instead."""
        page = client.get(ADD).content.decode()
        asked = json.loads(re.search(r'<script id="js_data"[^>]*>(.*?)</script>', page)[1])["creation_options"]["publicKey"]
        public = ES256.from_cryptography_key(self.private.public_key())
        held = AttestedCredentialData.create(bytes(16), self.name, public)
        proof = AttestationObject.create("none", self.said(FLAG.AT, held), {})
        response = {"clientDataJSON": self.asked_by("create", asked["challenge"]), "attestationObject": websafe_encode(proof)}
        posted = {"name": "わたしの電話", "credential": json.dumps(self.answer({**response, **changed}))}
        return client.post(ADD, {**posted, "passwordless": "on"} if alone else posted)

    def sign(self, challenge, user, **changed):
        """What the browser posts when the owner signs in as `user`: JSON."""
        said = self.said()
        client_data = self.asked_by("get", challenge)
        signature = self.private.sign(said + hashlib.sha256(websafe_decode(client_data)).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": client_data,
            "authenticatorData": websafe_encode(said),
            "signature": websafe_encode(signature),
            "userHandle": websafe_encode(user_pk_to_url_str(user).encode()),
        }
        return json.dumps(self.answer({**response, **changed}))

    def sign_in(self, client, user, **more):
        """Press 「パスキーで入る」."""
        return client.post(SIGN_IN, {"credential": self.sign(challenge(client), user), **more})

    def answer(self, response):
        return {"id": websafe_encode(self.name), "rawId": websafe_encode(self.name), "type": "public-key", "response": response}

    def asked_by(self, kind, challenge):
        return websafe_encode(CollectedClientData.create(f"webauthn.{kind}", challenge, self.origin))

    def said(self, flags=0, held=b""):
        seen = FLAG.UP | flags | (FLAG.UV if self.verifies else 0)
        host = self.origin.split("://")[1]
        return AuthenticatorData.create(hashlib.sha256(host.encode()).digest(), seen, 0, held)


def challenge(client):
    """What the sign-in page asks a key to sign."""
    asked = client.get(SIGN_IN, HTTP_ACCEPT="application/json").json()["request_options"]["publicKey"]
    assert (asked["rpId"], asked["userVerification"]) == (client.defaults["SERVER_NAME"], "required")
    assert not asked.get("allowCredentials")
    return asked["challenge"]
