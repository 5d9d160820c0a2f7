"""What must be said before a portal goes live: `manage.py check --deploy` asks it."""

import ipaddress
import os

from django.conf import settings
from django.core.checks import Error, Tags, register

LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "::1", "testserver"}


@register(Tags.security, deploy=True)
def deploy_settings(app_configs, **kwargs):
    """Proxies said explicitly, no sample mode for strangers, staff with a second factor."""
    problems = []
    if not settings.KYODO_SAMPLE and "KYODO_PROXY_COUNT" not in os.environ:
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
    return problems + bad_networks()


def bad_networks():
    problems = []
    for net in settings.KYODO_STAFF_NETWORKS:
        try:
            ipaddress.ip_network(net)
        except ValueError:
            problems.append(
                Error(f"KYODO_STAFF_NETWORKS: {net} is no network.", hint="Write it as 192.0.2.0/24.", id="kyodo.E004")
            )
    return problems
