"""allauth's OpenID Connect, held to more than it asks by itself: signature, algorithm, issuer, nonce, PKCE. Imported where a door is there."""

import secrets
import time

import requests
from allauth.core.internal.deferred import jwt
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.urls import reverse

from .outside import door

SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LONGEST = 191  # of a subject: the column of SocialAccount
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
AWAY = requests.RequestException
BROKEN = (OAuth2Error, KeyError, ValueError, TypeError, jwt.PyJWTError)


class OutsideClient(OAuth2Client):
    """allauth's asking for a token, proven by our key where the provider takes no secret (RFC 7523)."""

    def get_access_token(self, code, pkce_code_verifier=None, extra_data=None):
        one, now = self.door, int(time.time())
        if not one.private_key_file:
            return super().get_access_token(code, pkce_code_verifier, extra_data)
        said = {"iss": one.client_id, "sub": one.client_id, "aud": self.access_token_url, "jti": secrets.token_urlsafe(24)}
        key = serialization.load_pem_private_key(one.private_key().encode(), None)
        alg = "ES256" if isinstance(key, ec.EllipticCurvePrivateKey) else "RS256"
        headers = {"kid": one.key_id} if one.key_id else None
        assertion = jwt.encode({**said, "iat": now, "exp": now + 60}, key, alg, headers)
        extra = {"client_assertion_type": ASSERTION, "client_assertion": assertion}
        return super().get_access_token(code, pkce_code_verifier, {**(extra_data or {}), **extra})


class OutsideAdapter(OpenIDConnectOAuth2Adapter):
    """The talk with one provider. Whatever is not as it must be is an OAuth2Error; what does not answer is `AWAY`."""

    nonce = None  # of the state that the callback brought back
    client_class = OutsideClient

    def get_client(self, request, app):
        client = super().get_client(request, app)
        client.door = door(self.provider_id)
        return client

    @property
    def basic_auth(self):
        return not door(self.provider_id).private_key_file and super().basic_auth

    @property
    def openid_config(self):
        config = super().openid_config
        if not isinstance(config, dict) or config.get("issuer") != door(self.provider_id).issuer:
            raise OAuth2Error("another issuer")
        return config

    def get_callback_url(self, request, app):
        return settings.KYODO_ORIGIN + reverse("openid_connect_callback", args=[self.provider_id])

    def complete_login(self, request, app, token, **kwargs):
        try:
            claims = self.claims_of(kwargs["response"].get("id_token"), app)
        except BROKEN as error:
            raise OAuth2Error(f"refused: {type(error).__name__} {error}"[:300]) from error
        return self.get_provider().login_of(request, claims)

    def claims_of(self, id_token, app):
        """What the provider says of who has come, once everything about the token holds."""
        if not isinstance(id_token, str) or jwt.get_unverified_header(id_token).get("alg") not in SIGNED_BY:
            raise OAuth2Error("no token, or none that is signed by a key pair")
        config = self.openid_config
        claims = jwtkit.verify_and_decode(
            credential=id_token, keys_url=config["jwks_uri"], issuer=config["issuer"], audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )  # fmt: skip
        if not self.nonce or claims.get("nonce") != self.nonce or "exp" not in claims or not claims.get("sub"):
            raise OAuth2Error("no nonce of ours, no end, or nobody")
        if not isinstance(claims["sub"], str) or len(claims["sub"]) > LONGEST or not claims["sub"].isprintable():
            raise OAuth2Error("somebody whom no column holds")
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != app.client_id:
            raise OAuth2Error("made for somebody else")
        if door(self.provider_id).userinfo:
            more = self._fetch_user_info(self.access_token)
            if more.get("sub") != claims["sub"]:
                raise OAuth2Error("userinfo of another person")
            claims = {**more, **claims}
        return claims

    def parse_token(self, data):
        token = super().parse_token(data)
        self.access_token = token.token
        return token


class OutsideProvider(OpenIDConnectProvider):
    oauth2_adapter_class = OutsideAdapter
    claims = None

    @classmethod
    def of(cls, request, one):
        """The provider of a Door; nothing of it lies in the database."""
        app = SocialApp(provider=cls.id, provider_id=one.id, name=one.label, client_id=one.client_id, secret=one.client_secret())
        app.settings = {"server_url": one.issuer.rstrip("/"), "oauth_pkce_enabled": True, "scope": list(one.scope)}
        return cls(request, app=app)

    def begin(self, request, *, process, next_url, **more):
        """The redirect to the provider. `AWAY` or OAuth2Error where it cannot be asked where that is."""
        nonce = secrets.token_urlsafe(24)
        params = {**self.get_auth_params(), "nonce": nonce}
        return self.redirect(request, process=process, next_url=next_url, auth_params=params, nonce=nonce, **more)

    def login_of(self, request, claims):
        self.claims = claims
        return self.sociallogin_from_response(request, claims)

    # What the provider says of a person is looked at and not kept.
    def extract_uid(self, data):
        return str(data["sub"])

    def extract_extra_data(self, data):
        return {}

    def extract_common_fields(self, data):
        return {}

    def extract_email_addresses(self, data):
        return []


class Callback(OAuth2CallbackView):
    """allauth's, which tells the adapter what was sent along when the person left."""

    def _get_state(self, request, provider):
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = state and state.get("nonce")
        came_from = request.GET.get("iss")  # RFC 9207: which provider it was that answered
        if state and came_from and came_from != door(provider.sub_id).issuer:
            self.adapter.nonce = None
        return state, response


def callback(request, one):
    """What allauth's callback answers, for a Door."""
    return Callback.adapter_view(OutsideAdapter(request, one.id))(request)
