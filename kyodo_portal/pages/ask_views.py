"""「質問・連絡」 from any page: what the letter is about is found here, the letter itself is partners/requests'."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.views.decorators.http import require_http_methods

from partners.requests.ask_views import ask_page, code_page
from projects.consultations.arriving_views import consult_page

from .about import place_of, with_heading


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, about):
    """Write a letter about the page or the thing that the key names."""
    where = with_heading(place_of(request.user, about))
    if where is None:
        raise Http404
    return ask_page(request, where)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_code(request):
    """The six digits that a guest was mailed."""
    return code_page(request, lambda request, about: with_heading(place_of(request.user, about)))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def consult(request, about=""):
    """「相談したい」, with the page from which somebody comes; what the key does not name leads to the same form without it."""
    where = with_heading(place_of(request.user, about)) if about else None
    return consult_page(request, where.label if where else "")
