"""/.well-known/security.txt: whom to tell of a weakness (RFC 9116)."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

VALID = timedelta(days=180)  # the standard asks for less than a year


@login_not_required
@require_safe
def security_txt(request):
    """Not there (404) where the city names nobody: a file without a contact would be none."""
    contact = settings.KYODO_SECURITY_CONTACT
    if not contact:
        raise Http404
    until = (timezone.now() + VALID).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = {
        "Contact": contact if ":" in contact else f"mailto:{contact}",
        "Expires": until.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Preferred-Languages": "ja, en",
        "Canonical": f"{settings.KYODO_ORIGIN}/.well-known/security.txt",
    }
    return HttpResponse("".join(f"{name}: {value}\n" for name, value in lines.items()), content_type="text/plain; charset=utf-8")
