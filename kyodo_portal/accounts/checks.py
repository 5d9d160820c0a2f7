"""What must be said before a portal goes live: `manage.py check --deploy` asks it."""

import os
from datetime import UTC, datetime
from importlib.util import find_spec

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

from .outside import doors, saml_door

LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "::1", "testserver"}


@register(Tags.security, deploy=True)
def deploy_settings(app_configs, **kwargs):
    """Proxies said explicitly, no sample mode for strangers, staff with a second factor."""
    problems = []
    if not settings.KYODO_SAMPLE and (
        not os.environ.get("KYODO_PROXY_COUNT", "").strip() or not 0 <= settings.KYODO_PROXY_COUNT < 10
    ):
        problems.append(
            Error(
                "KYODO_PROXY_COUNT is not set.",
                hint="Set the number of your own proxies before gunicorn (0 if none). With a wrong number all visitors "
                "share one address, and a few failed sign-ins lock the whole town out.",
                id="kyodo.E001",
            )
        )
    if settings.KYODO_SAMPLE and set(settings.ALLOWED_HOSTS) - LOOPBACK:
        problems.append(
            Error(
                "A sample site answers only to this machine.",
                hint="Set KYODO_SAMPLE=0 or ALLOWED_HOSTS to loopback names.",
                id="kyodo.E002",
            )
        )
    if not settings.KYODO_STAFF_MFA and not settings.KYODO_SAMPLE:
        problems.append(Error("Staff sign in without a second factor.", hint="Take KYODO_STAFF_MFA=0 away.", id="kyodo.E003"))
    return problems


@register(Tags.database, deploy=True)
def database_is_named(app_configs, **kwargs):
    """A forgotten DATABASE_URL would be an empty SQLite file that looks like a portal without data, or one that ends with its process."""
    said = os.environ.get("DATABASE_URL", "").strip()
    if settings.KYODO_SAMPLE or (said and said.rstrip("/") not in ("sqlite:", "sqlite://:memory:")):
        return []
    return [Error("DATABASE_URL is not set.", hint="Name the city's database (docs/operations.md, 1).", id="kyodo.E005")]


@register(Tags.database, deploy=True)
def commands_go_round_the_pooler(app_configs, **kwargs):
    """In transaction mode a lock that `prepare` takes stays with a connection that is somebody else's next, and pg_dump is refused."""
    if not settings.KYODO_DATABASE_POOLER or os.environ.get("DATABASE_DIRECT_URL"):
        return []
    hint = "Name the way to PostgreSQL itself: manage.py and the worker use it."
    return [Error("KYODO_DATABASE_POOLER is on and DATABASE_DIRECT_URL is not set.", hint=hint, id="kyodo.E006")]


@register(Tags.security, deploy=True)
def doors_can_open(app_configs, **kwargs):
    """A door that others keep needs its packages and a secret that can be read."""
    problems, ours = [], [one for one in doors() if not one.is_saml]
    if ours and not all(map(find_spec, ("requests", "jwt", "oauthlib"))):
        hint = "pip install --require-hashes -r requirements/sso.txt"
        problems.append(Error("The packages of a sign-in by OpenID Connect are not installed.", hint=hint, id="kyodo.E019"))
    for one in ours:
        try:
            empty = not (one.private_key() or one.client_secret())
        except (OSError, UnicodeDecodeError):
            empty = True
        if empty:
            hint = "The file of client_secret_file or private_key_file has to be there for the user that the portal runs as."
            problems.append(Error(f"The client secret of {one.label} cannot be read.", hint=hint, id="kyodo.E020"))
    return problems


@register(Tags.security, deploy=True)
def saml_can_open(app_configs, **kwargs):
    """SAML needs its packages, and a certificate of the office's provider that can be read."""
    one, problems = saml_door(), []
    if one is None:
        return problems
    if not all(map(find_spec, ("onelogin", "xmlsec", "lxml"))):
        hint = "pip install --require-hashes -r requirements/saml.txt"
        problems.append(Error("The packages of a sign-in by SAML are not installed.", hint=hint, id="kyodo.E021"))
    try:
        ends = [certificate.not_valid_after_utc for certificate in one.read_certificates()]
    except (OSError, ValueError):
        hint = "The file of certificate_file has to be there as PEM for the user that the portal runs as."
        return [*problems, Error(f"The certificate of {one.label} cannot be read.", hint=hint, id="kyodo.E022")]
    if max(ends) < datetime.now(UTC):
        hint = "Ask whoever keeps it whether it signs by another key meanwhile; answers signed by the old key are still taken."
        problems.append(Warning(f"The certificate of {one.label} is over.", hint=hint, id="kyodo.W021"))
    return problems
