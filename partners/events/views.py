"""催し: everybody's list by month, and the page of one."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .access import can_see_signups, can_write_events, hosts_of
from .filters import EventFilter
from .models import Event
from .presenters import days_of, event_page, for_rows, own_names
from .signup_presenters import own_signup, signup_page


@login_not_required
@require_safe
def events(request):
    """Everybody's list: what comes, or a month, by days; what was cancelled stays there as such."""
    found = EventFilter(request, Event.objects.listed, rows=for_rows)
    context = {"filter": found, "page": found.page, "days": days_of(found.page), "ics_query": found.words_of_address}
    context["hosts"] = hosts_of(request.user)
    return render(request, "partners/events/list.html", context)


@login_not_required
@require_safe
def event(request, pk):
    """One of them; a draft only for its own people and the city."""
    row = get_object_or_404(Event.objects.visible_to(request.user).for_page(), pk=pk)
    context = {
        "event": row,
        "shown": event_page(row),
        "own": (own := own_signup(request.user, row)) and signup_page(own),
        "sees_signups": request.user.is_authenticated and can_see_signups(request.user, row),
        "names": own_names(row, request.user),
        "may_write": request.user.is_authenticated and can_write_events(request.user, row.host),
    }
    return render(request, "partners/events/event.html", context)
