"""What the tests of SAML need: keys, pysaml2's provider in a process of its own, and one that lies in whatever way a test asks for."""

import base64
import json
import re
import shutil
import subprocess
import sys
import zlib
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from kyodo_portal.accounts.outside_saml import saml_door_from
from tests.all import clean_environment
from tests.postgres import free_port

xmlsec = pytest.importorskip("xmlsec", reason="the packages of requirements/saml.txt are not installed")
pytest.importorskip("onelogin.saml2", reason="the packages of requirements/saml.txt are not installed")
requests = pytest.importorskip("requests", reason="the packages of requirements/sso.txt are not installed")
from lxml import etree  # noqa: E402 - after xmlsec is known to be there

ACS, SP = "http://testserver/accounts/saml/acs/", "http://testserver/accounts/saml/metadata/"
MAIL = "urn:oid:0.9.2342.19200300.100.1.3"
PASSWORD = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
MFA = "https://refeds.org/profile/mfa"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
PEOPLE = {
    "tanto": {"name_id": "n-0001", "attributes": {"mail": ["tanto@example.jp"]}, "class_ref": PASSWORD},
    "kagi": {"name_id": "n-0001", "attributes": {"mail": ["tanto@example.jp"]}, "class_ref": MFA, "sign_response": True},
    "yoso": {"name_id": "n-0003", "attributes": {"mail": ["yoso@example.jp"]}, "class_ref": PASSWORD},
}


def write_key(folder, days=30):
    """key.pem and cert.pem, made for this run, good for so many days; the folder."""
    key, now = rsa.generate_private_key(public_exponent=65537, key_size=2048), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mihon")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(400))
    made = made.not_valid_after(now + timedelta(days)).sign(key, hashes.SHA256())
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return folder


def saml_door(folder, idp, sso_url, **more):
    said = {"idp": idp, "sso_url": sso_url, "certificate_file": str(folder / "cert.pem"), "match": MAIL, **more}
    return saml_door_from(json.dumps(said))


def set_door(settings, *where, **more):
    settings.KYODO_DOORS = {"saml": saml_door(*where, **more)}


# ---- pysaml2 -------------------------------------------------------------------------------------------------------------
def run_idp(folder):
    """Start pysaml2's provider, yield where it is (for set_door), stop it. Skipped with a sentence where it cannot run."""
    pytest.importorskip("saml2", reason="pysaml2 of requirements/test.txt is not installed")
    if not shutil.which("xmlsec1"):
        pytest.skip("xmlsec1 (Debian's package of this name) is not there: pysaml2's provider cannot sign")
    from kyodo_portal.accounts.outside_saml_provider import metadata_of

    where = write_key(folder), "http://127.0.0.1/", "http://127.0.0.1/"
    (folder / "sp.xml").write_bytes(metadata_of(saml_door(*where)))
    port = free_port()
    command = [sys.executable, "-m", "tests.sso.saml_idp", str(port), str(folder), json.dumps(PEOPLE)]
    process = subprocess.Popen(command, env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            if "listening" in line:
                break
        else:
            pytest.fail(f"the provider did not start: {said[-3:]}")
        yield folder, f"http://127.0.0.1:{port}/metadata", f"http://127.0.0.1:{port}/sso"
    finally:
        process.terminate()
        process.wait(20)


def at_the_office(address, name):
    """Go through the provider's own pages as a person does; (where its last page posts to, what)."""
    person = requests.Session()
    page = person.get(address)
    asked = re.search(r'name="SAMLRequest" value="([^"]+)"', page.text)[1]
    page = person.post(urljoin(page.url, "/sso"), {"SAMLRequest": asked, "login": name})
    action = re.search(r'action="([^"]+)"', page.text)[1]
    return action, dict(re.findall(r'name="(SAMLResponse|RelayState)" value="([^"]*)"', page.text))


# ---- one that lies ---------------------------------------------------------------------------------------------------------
TEMPLATE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"
 ID="_r{id}" Version="2.0" IssueInstant="{now}" Destination="{destination}" InResponseTo="{answers}">
<saml:Issuer>{issuer}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{status}"/></samlp:Status>
<saml:Assertion ID="_a{id}" Version="2.0" IssueInstant="{now}"><saml:Issuer>{issuer}</saml:Issuer>
<saml:Subject><saml:NameID Format="{format}">{name_id}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
<saml:SubjectConfirmationData Recipient="{recipient}" InResponseTo="{answers_in_proof}" NotOnOrAfter="{until}"/>
</saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{since}" NotOnOrAfter="{until}"><saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience>
</saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="{now}" SessionIndex="_s"><saml:AuthnContext>
<saml:AuthnContextClassRef>{class_ref}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
<saml:AttributeStatement><saml:Attribute Name="{attribute}"><saml:AttributeValue>{mail}</saml:AttributeValue></saml:Attribute>
</saml:AttributeStatement></saml:Assertion></samlp:Response>"""
SAML = {"saml": "urn:oasis:names:tc:SAML:2.0:assertion"}


def instant(seconds=0):
    return (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Liar:
    """Answers as the office would, with what a test changes: words of TEMPLATE, its text before it is signed, or the tree afterwards."""

    idp, sso_url = "https://idp.example.jp/saml", "https://idp.example.jp/sso"

    def __init__(self, folder):
        self.folder, self.count = write_key(folder), 0

    @property
    def where(self):
        return self.folder, self.idp, self.sso_url

    def answers(self, led):
        """The id of the request to which we led the browser."""
        asked = base64.b64decode(parse_qs(urlsplit(led).query)["SAMLRequest"][0])
        return etree.fromstring(zlib.decompress(asked, -15)).get("ID")

    def post(self, led, *, before=None, after=None, key=None, sign="rsa-sha256", **words):
        """What the office's page posts: {"SAMLResponse": …}."""
        self.count += 1
        answers = words.pop("answers", None) or self.answers(led)
        said = {
            "id": self.count, "now": instant(), "since": instant(-5), "until": instant(240), "issuer": self.idp, "audience": SP,
            "destination": ACS, "recipient": ACS, "answers": answers, "answers_in_proof": answers, "status": "Success",
            "format": PERSISTENT, "name_id": "n-0001", "class_ref": PASSWORD, "attribute": MAIL, "mail": "tanto@example.jp",
        } | words  # fmt: skip
        text = TEMPLATE.format(**said)
        text = before(text) if before else text
        tree = etree.fromstring(text)
        if sign:
            self.sign(tree.find("saml:Assertion", SAML), key or self.folder, sign)
        made = after(tree) if after else tree
        made = made if isinstance(made, bytes) else etree.tostring(made)
        return {"SAMLResponse": base64.b64encode(made).decode()}

    @staticmethod
    def sign(assertion, folder, how):
        method = {"rsa-sha256": xmlsec.Transform.RSA_SHA256, "rsa-sha1": xmlsec.Transform.RSA_SHA1}[how]
        digest = {"rsa-sha256": xmlsec.Transform.SHA256, "rsa-sha1": xmlsec.Transform.SHA1}[how]
        xmlsec.tree.add_ids(assertion, ["ID"])
        node = xmlsec.template.create(assertion, xmlsec.Transform.EXCL_C14N, method, ns="ds")
        assertion.insert(1, node)
        reference = xmlsec.template.add_reference(node, digest, uri="#" + assertion.get("ID"))
        xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
        xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_file(str(folder / "key.pem"), xmlsec.KeyFormat.PEM)
        context.sign(node)
