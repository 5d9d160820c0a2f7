"""事前相談: what a group asks the city about a call before it sends, as letters of the exchange room (partners/requests)."""

from urllib.parse import urlencode

from django.urls import reverse

from partners.models import Request
from projects.calls.eligibility import CITY, about_of

Kind = Request.Kind


def consultations_of(proposal):
    """[Request] in which the group consults an office of the city about the call, the newest first; what counts for the call's
    condition is among them (`has_consulted`). One query. Its people alone read what stands in them.
    """
    rows = Request.objects.filter(kind=Kind.CONSULT, about=about_of(proposal.call), from_partner=proposal.partner_id)
    return list(rows.filter(to__office__in=CITY, sent_at__isnull=False).select_related("to").order_by("-sent_at", "-pk"))


def consult_url_for(call, partner_id):
    """Where such a letter about this call is written, in the name of the group."""
    return f"{reverse('ask-about', args=[about_of(call)])}?{urlencode({'kind': Kind.CONSULT, 'from': partner_id})}"
