"""相談先さがし: from one's trouble to whom to ask."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kyodo_portal.common.lists.search import MAX_QUERY, words

from .help_presenters import contact_rows, contacts_of, find, grouped, ladder_of, mail_of, own_desks, trouble_for


@login_not_required
@require_safe
def troubles(request):
    """The own city's troubles in groups, or those that the words of the visitor mean."""
    query = request.GET.get("q", "").strip()[:MAX_QUERY]
    known, contacts = own_desks()
    context = {"query": query, "mail": mail_of(contacts), "groups": grouped(contact_rows(known, contacts))}
    if words(query):
        hits, exact = find(known, query)
        context |= {"searched": True, "exact": exact, "found": contact_rows(hits, contacts)}
    return render(request, "guidelines/advice/troubles.html", context)


@login_not_required
@require_safe
def trouble(request, key):
    """One trouble: what can be done on each rung, and whom to ask there."""
    trouble = trouble_for(request.user, key)
    if trouble is None:
        raise Http404
    contacts = contacts_of(trouble.guideline_id)
    context = {
        "trouble": trouble,
        "guideline": trouble.guideline,
        "ladder": ladder_of(trouble, contacts),
        "mail": mail_of(contacts),
    }
    return render(request, "guidelines/advice/trouble.html", context)
