"""What a city must have said before its portal goes live; `manage.py check --deploy` asks. (More of it: accounts/checks.py.)

An Error for everything that would show visitors something wrong or let somebody in; docs/operations.md explains each name.
"""

import ipaddress
import os
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import Error, Tags, register
from django.db import DatabaseError, InterfaceError, connection
from django.http.request import validate_host

from kyodo_portal.accounts.networks import not_networks, too_wide
from kyodo_portal.common.city import is_saved, the_city
from kyodo_portal.common.japanese.municipalities import is_city_code

# Every page names them: an empty one is a hole in the page.
NEEDED = {
    "KYODO_CITY_NAME": "name", "KYODO_CITY_CODE": "code", "KYODO_OFFICE_NAME": "office", "KYODO_OFFICE_ADDRESS": "address",
    "KYODO_OFFICE_PHONE": "phone",
}  # fmt: skip
# A city may have none; then it says so by an empty value, and the pages leave them out.
SAID = ("KYODO_OFFICE_FAX", "KYODO_COORDINATOR_NAME", "KYODO_COORDINATOR_PHONE")
SENDS_NOTHING = ("console", "dummy", "locmem", "filebased")
SAMPLE_ADDRESSES = "@example.jp"
LOCAL_NAMES = (".localhost", ".localdomain", ".local", ".invalid")


@register(Tags.security, deploy=True)
def city_checks(app_configs, **kwargs):
    """The city itself: name, code, office, telephone, as 市の情報 says them or the settings; the sample brings its own."""
    if settings.KYODO_SAMPLE:
        return []
    city = the_city()
    found = [not_set(name) for name, key in NEEDED.items() if not city[key]]
    if not is_saved():
        found += [not_set(name, " An empty value says that there is none.") for name in SAID if name not in os.environ]
    if city["code"] and not is_city_code(city["code"]):
        found.append(
            Error(
                f"KYODO_CITY_CODE: {city['code']} is no 全国地方公共団体コード.",
                hint="Six digits; the last one is the check digit of the others.",
                id="kyodo.E011",
            )
        )
    return found


def not_set(name, more=""):
    hint = f"Staff enter it as 市の情報 in the admin (/staff/first-city/), or you set it here; there is no default.{more}"
    return Error(f"{name} is not set.", hint=hint, id="kyodo.E010")


@register(Tags.security, deploy=True)
def address_checks(app_configs, **kwargs):
    """Under which name the site answers, and which one it writes into mails."""
    if settings.KYODO_SAMPLE:
        return []
    hosts, found = settings.ALLOWED_HOSTS, []
    if not hosts or any(host.strip().strip(".") in ("", "*") or is_whole_domain(host) for host in hosts):
        found.append(
            Error(
                "ALLOWED_HOSTS is empty or lets every name in.",
                hint="Write the site's own name: ALLOWED_HOSTS=kyodo.city.example.jp. With * links in mails can be forged.",
                id="kyodo.E012",
            )
        )
    origin = origin_of(settings.KYODO_ORIGIN)
    if "KYODO_ORIGIN" not in os.environ:
        found.append(Error("KYODO_ORIGIN is not set.", hint=ORIGIN, id="kyodo.E013"))
    elif origin is None or origin.scheme != "https" or origin.path or origin.query or origin.fragment or origin.username:
        found.append(Error(f"KYODO_ORIGIN: {settings.KYODO_ORIGIN} is no https origin.", hint=ORIGIN, id="kyodo.E013"))
    elif is_of_this_machine(origin.hostname):
        found.append(Error(f"KYODO_ORIGIN: {settings.KYODO_ORIGIN} opens on this machine only.", hint=ORIGIN, id="kyodo.E013"))
    elif not validate_host(origin.hostname, hosts):
        found.append(
            Error("The host of KYODO_ORIGIN is not in ALLOWED_HOSTS: links in mails would lead nowhere.", id="kyodo.E013")
        )
    return found


ORIGIN = "Write https:// and the site's name, nothing behind it: KYODO_ORIGIN=https://kyodo.city.example.jp"


def origin_of(text):
    """The parts of an address with a host; None for what is none."""
    try:
        parts = urlsplit(text)
        return parts if parts.hostname and (parts.port or 443) else None
    except ValueError:  # brackets that do not close, a port that is no number
        return None


def is_of_this_machine(host):
    """localhost, portal.local, 127.0.0.1: a name that nobody else can open."""
    if is_address(host):
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    return "." not in host or host.endswith(LOCAL_NAMES)


def is_whole_domain(host):
    """A pattern that everybody can have a name under: .jp, or .lg.jp where the whole country is."""
    return host.startswith(".") and host.count(".") < 3


@register(Tags.security, deploy=True)
def mail_checks(app_configs, **kwargs):
    """Codes go out by mail: without a server nobody can sign in, and with the console's they stand in the log."""
    if settings.KYODO_SAMPLE:
        return []
    found, kind = [], settings.EMAIL_BACKEND.split(".")[-2]
    if kind in SENDS_NOTHING or (kind == "smtp" and not settings.EMAIL_HOST):
        found.append(
            Error(
                "EMAIL_URL names no mail server.",
                hint="EMAIL_URL=smtp+tls://user:password@mail.city.example.jp:587",
                id="kyodo.E014",
            )
        )
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()
    if "." not in domain or domain.endswith(LOCAL_NAMES) or is_address(domain):
        found.append(
            Error(
                f"DEFAULT_FROM_EMAIL: {settings.DEFAULT_FROM_EMAIL} is an address of this machine only.",
                hint="Write the address from which the city's mails come.",
                id="kyodo.E015",
            )
        )
    return found


def is_address(word):
    try:
        ipaddress.ip_address(word.strip("[]"))
    except ValueError:
        return False
    return True


@register(Tags.security, deploy=True)
def network_checks(app_configs, **kwargs):
    """Networks from which less is asked are the city's own, and no wider."""
    found = []
    for name in ("KYODO_STAFF_NETWORKS", "KYODO_MONITOR_NETWORKS"):
        words = getattr(settings, name)
        found += [
            Error(f"{name}: {word} is no network.", hint="Write it as 192.0.2.0/24.", id="kyodo.E004")
            for word in not_networks(words)
        ]
        found += [
            Error(
                f"{name}: {net} holds far more than an office.",
                hint="Write the addresses with which the city hall goes out, as narrow as they are.",
                id="kyodo.E016",
            )
            for net in too_wide(words)
        ]
    return found


@register(Tags.security, deploy=True)
def mode_checks(app_configs, **kwargs):
    """No debug pages for visitors, and no real people in a sample whose mailbox everybody on the machine may read."""
    found = []
    if settings.DEBUG:
        found.append(Error("DEBUG is on.", hint="Take DEBUG away: its error pages show settings and rows.", id="kyodo.E017"))
    if settings.KYODO_SAMPLE and holds_real_people():
        found.append(
            Error(
                "KYODO_SAMPLE is on, and there are users with addresses of their own.",
                hint="Take KYODO_SAMPLE away: everybody on this machine can sign in as anybody and read all mails.",
                id="kyodo.E018",
            )
        )
    return found


def holds_real_people():
    """One query; False where there is no database yet."""
    try:
        return get_user_model().objects.exclude(email__iendswith=SAMPLE_ADDRESSES).exists()
    except (DatabaseError, InterfaceError):
        return False


@register(Tags.security, deploy=True)
def encoding_checks(app_configs, **kwargs):
    """PostgreSQL made without a locale keeps bytes: it sorts, searches and cuts Japanese in the middle of a character."""
    try:
        encoding = encoding_of(connection)
    except (DatabaseError, InterfaceError):
        return []  # not there yet
    if encoding == "UTF8":
        return []
    hint = "Make it anew: createdb -E UTF8 --locale=C.UTF-8 -T template0 (docs/operations.md)."
    return [Error(f"The database keeps its text as {encoding}, not as UTF8.", hint=hint, id="kyodo.E023")]


def encoding_of(connection):
    """How the database keeps text, as PostgreSQL says when one comes in; a file of SQLite knows nothing else than UTF8. No query."""
    if connection.vendor != "postgresql":
        return "UTF8"
    connection.ensure_connection()
    return connection.connection.info.parameter_status("server_encoding")
