"""allauth's SAML, held to more than python3-saml asks by itself. Imported where the door is there.

python3-saml lets pass: an assertion for no audience, one without an end or without the request that it answers, a recipient that
only contains our address. Whatever is read here comes out of the one signed assertion.
"""

from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlsplit

import xmlsec
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.saml.provider import SAMLProvider
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponseRedirect
from django.urls import reverse
from lxml import etree
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Words
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings

LONGEST = 191  # of a NameID: the column of SocialAccount
LARGEST = 256 * 1024  # of an answer, in characters of base64
SKEW = 60  # seconds by which the two clocks may differ
Words.ALLOWED_CLOCK_DRIFT = SKEW
MORE = "http://www.w3.org/2001/04/xmldsig-more#"
SIGNED_BY = {f"{MORE}{key}-sha{size}" for key in ("rsa", "ecdsa") for size in (256, 384, 512)}
DIGESTS = {Words.SHA256, Words.SHA384, Words.SHA512}
TRANSFORMS = {Words.NS_DS + "enveloped-signature", "http://www.w3.org/2001/10/xml-exc-c14n#"}
# What hostile XML, a forged signature or a broken one end in.
BROKEN = (
    OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError, etree.LxmlError, xmlsec.Error, ValueError, TypeError, KeyError,
    AttributeError,
)  # fmt: skip


class Refused(ValueError):
    """An answer that is not as it must be."""


def address_of(name):
    return settings.KYODO_ORIGIN + reverse(name)


def own_name(one):
    """Our entity id."""
    return one.entity_id or address_of("saml-metadata")


def own_config(one):
    """What python3-saml is told of us. No address for a common sign-out: there is none. Our metadata hold until we say otherwise."""
    return {
        "strict": True,
        "sp": {
            "entityId": own_name(one),
            "assertionConsumerService": {"url": address_of("saml-acs"), "binding": Words.BINDING_HTTP_POST},
            "NameIDFormat": Words.NAMEID_PERSISTENT,
        },
        "security": {
            "wantAssertionsSigned": True, "wantNameId": True, "wantAttributeStatement": False, "requestedAuthnContext": False,
            "rejectDeprecatedAlgorithm": True, "allowSingleLabelDomains": True, "metadataValidUntil": "", "metadataCacheDuration": "",
        },
    }  # fmt: skip


def config_of(one):
    """The same, with the office's side."""
    idp = {
        "entityId": one.idp,
        "singleSignOnService": {"url": one.sso_url, "binding": Words.BINDING_HTTP_REDIRECT},
        "x509certMulti": {"signing": one.certificates()},
    }
    return {**own_config(one), "idp": idp}


def request_to(name):
    """Where an answer has arrived, as python3-saml wants to be told: by our own address, never by what a visitor's headers say."""
    parts = urlsplit(address_of(name))
    return {"https": "on" if parts.scheme == "https" else "off", "http_host": parts.netloc, "script_name": parts.path}


class OutsideSamlProvider(SAMLProvider):
    claims = None

    @classmethod
    def of(cls, request, one):
        """The provider of a SamlDoor; nothing of it lies in the database."""
        app = SocialApp(provider=cls.id, provider_id=one.id, name=one.label, client_id=one.id)
        provider = cls(request, app=app)
        provider.door = one
        return provider

    def redirect(self, request, process, next_url=None, data=None, **kwargs):
        """To the office's page. The visitor's browser alone keeps which request it was, and where to go on to: nothing in RelayState."""
        auth = OneLogin_Saml2_Auth(request_to("saml-login"), config_of(self.door))
        led = auth.login(return_to="")
        self.stash_redirect_state(request, process, next_url, data, state_id=auth.get_last_request_id(), **kwargs)
        return HttpResponseRedirect(led)

    def login_of(self, request, claims):
        self.claims = claims
        return self.sociallogin_from_response(request, claims)

    # What the provider says of a person is looked at and not kept.
    def extract_uid(self, data):
        return data["subject"]

    def extract_extra_data(self, data):
        return {}

    def extract_common_fields(self, data):
        return {}


def claims_of(one, encoded):
    """What the office says of who has come, once everything about its answer holds: {"subject", one.match, "authn_context", "answers"}.

    Refused or another of BROKEN where anything does not. An assertion is good once.
    """
    if not encoded or len(encoded) > LARGEST:
        raise Refused("no answer, or one too large")
    response = OneLogin_Saml2_Response(OneLogin_Saml2_Settings(config_of(one)), encoded)
    has_one_meaning(response.document)
    response.is_valid(request_to("saml-acs"), raise_exceptions=True)
    assertion, proof = is_for_us(one, response)
    name = response.get_nameid_data()
    subject = name.get("Value") or ""
    if name.get("Format") != Words.NAMEID_PERSISTENT or not subject.isprintable() or not 0 < len(subject) <= LONGEST:
        raise Refused("no NameID that stays, or one that no column holds")
    contexts, called = response.get_authn_contexts(), response.get_attributes().get(one.match) or []
    use_once(assertion.get("ID"), response.get_assertion_not_on_or_after())
    return {
        one.match: called[0][:254] if len(called) == 1 and isinstance(called[0], str) else None,
        "subject": subject,
        "authn_context": contexts[0] if len(contexts) == 1 and contexts[0] in one.authn_context else None,
        "answers": proof.get("InResponseTo"),
    }


def has_one_meaning(document):
    """Refused where one program may see another assertion than another: two of a kind, an ID twice, more than a plain signature."""

    def named(*names):
        return [node for node in document.iter() if etree.QName(node).localname in names]

    ids = [value for node in document.iter() for name, value in node.attrib.items() if name.lower().split("}")[-1] == "id"]
    if len(ids) != len(set(ids)) or len(named("Response")) != 1 or len(named("Assertion")) != 1:
        raise Refused("two that could be meant")
    if named("EncryptedAssertion", "EncryptedID", "EncryptedAttribute", "Object"):
        raise Refused("something that is not read here")
    for signature in named("Signature"):
        references = [node for node in signature.iter() if etree.QName(node).localname == "Reference"]
        if [node.get("URI") for node in references] != ["#" + (signature.getparent().get("ID") or "")]:
            raise Refused("a signature of something else")
    for names, allowed in (
        (("SignatureMethod",), SIGNED_BY),
        (("DigestMethod",), DIGESTS),
        (("Transform", "CanonicalizationMethod"), TRANSFORMS),
    ):
        if any(node.get("Algorithm") not in allowed for node in named(*names)):
            raise Refused("an algorithm that is not trusted")


def is_for_us(one, response):
    """(the Assertion, its SubjectConfirmationData) of an answer to a request of ours, for this page and no other. Refused otherwise."""
    space = {"saml": Words.NS_SAML}
    [assertion] = response.document.findall("saml:Assertion", space)
    proofs = assertion.findall("saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData", space)
    if len(proofs) != 1 or response.get_assertion_not_on_or_after() is None:
        raise Refused("no end, or more than one proof")
    [proof], here = proofs, address_of("saml-acs")
    if proof.getparent().get("Method") != Words.CM_BEARER or proof.get("Recipient") != here:
        raise Refused("for another page")
    if response.document.get("Destination") != here or own_name(one) not in response.get_audiences():
        raise Refused("for somebody else")
    if not proof.get("InResponseTo") or proof.get("InResponseTo") != response.get_in_response_to():
        raise Refused("nobody asked for it")
    return assertion, proof


def use_once(id, until):
    """Refused where the assertion was here before. It is remembered until it is over (`until`, seconds since 1970)."""
    left = int(until - datetime.now(UTC).timestamp()) + SKEW
    if not id or not cache.add("saml:" + sha256(id.encode()).hexdigest(), 1, left):
        raise Refused("here before")


def metadata_of(one):
    """Our metadata, for the office's provider: bytes of XML. They can be asked for before its certificate is here."""
    made = OneLogin_Saml2_Settings(own_config(one), sp_validation_only=True).get_sp_metadata()
    return made if isinstance(made, bytes) else made.encode()
