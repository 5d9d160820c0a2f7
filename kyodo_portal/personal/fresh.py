"""Own data leave, and accounts end, only right after somebody proved again who it is."""

import time
from functools import wraps

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

FRESH = 10 * 60  # seconds


def is_fresh(request):
    """True if this session proved who it is (password, mailed code, second factor, key) at most ten minutes ago."""
    times = [record.get("at", 0) for record in get_authentication_records(request, request.user)]
    return bool(times) and 0 <= time.time() - max(times) <= FRESH


def fresh_required(view):
    """Lead a POST of a session that is not fresh to where it proves itself; whoever comes back presses once more.

    Who has a password or a second factor is asked for it; whoever signs in by mailed code only does that again.
    """

    @wraps(view)
    def asked(request, *args, **kwargs):
        if request.method != "POST" or is_fresh(request):
            return view(request, *args, **kwargs)
        flows = get_reauthentication_flows(request.user)
        if not flows:
            return redirect("own-data-again")
        name = "account_reauthenticate" if flows[0]["id"] == "reauthenticate" else "mfa_reauthenticate"
        return redirect(f"{reverse(name)}?{urlencode({'next': reverse('own-data')})}")

    return asked
