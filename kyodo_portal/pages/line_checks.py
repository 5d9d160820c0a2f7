"""What `manage.py check --deploy` says of the lines to and from the portal: who may send to it, and what leaves it unencrypted.

To let strangers send is an Error. A database on another machine without TLS is a Warning: a city may have a network of its own between
them, and then it says so by sslmode=disable.
"""

import ipaddress

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

from .deploy_checks import is_of_this_machine, is_whole_domain

SAID = {"disable", "require", "verify-ca", "verify-full"}  # where sslmode is left out, the client takes what it is offered


@register(Tags.security, deploy=True)
def sender_checks(app_configs, **kwargs):
    """Passwords come encrypted, and from no other site than those that the city names."""
    if settings.KYODO_SAMPLE:
        return []
    found = []
    if not settings.KYODO_HTTPS:
        hint = "Take KYODO_HTTPS away, and let the proxy answer for https: passwords and codes would go in the clear."
        found.append(Error("KYODO_HTTPS is off.", hint=hint, id="kyodo.E024"))
    for origin in settings.CSRF_TRUSTED_ORIGINS:
        scheme, _, host = origin.partition("://")
        host = host.partition(":")[0].strip("/")
        if scheme != "https" or host in ("", "*") or is_whole_domain(host.removeprefix("*")):
            hint = "Write the one other name, with https://, or take CSRF_TRUSTED_ORIGINS away: most portals need none."
            found.append(Error(f"CSRF_TRUSTED_ORIGINS: {origin} lets others send in people's names.", hint=hint, id="kyodo.E025"))
    return found


@register(Tags.security, deploy=True)
def line_checks(app_configs, **kwargs):
    """Databases on another machine of which nobody has said how the line to them is: libpq goes on in the clear where none offers TLS.

    The settings that name them are asked: this command itself goes by one of them only.
    """
    if settings.KYODO_SAMPLE:
        return []
    hint = "Write ?sslmode=verify-full behind it; in a network of the city's own ?sslmode=disable says that it is meant."
    return [
        Warning(f"{name}: the line to {host} may be in the clear.", hint=hint, id="kyodo.W022")
        for name, (host, line) in settings.KYODO_DATABASE_LINES.items()
        if _is_elsewhere(host) and line not in SAID
    ]


def _is_elsewhere(host):
    """Whether a machine of this name is another one; a folder with a socket is here."""
    if not host or host.startswith("/"):
        return False
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return not is_of_this_machine(host)
