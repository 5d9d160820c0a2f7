"""みんなの声 for everybody: the list, one topic with its way, the counts."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_year
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.lists.paging import get_page
from kyodo_portal.process.presenters import history_of, public_turn

from .access import can_file, can_write_topic, makes_topics, talk_host
from .filters import TopicFilter
from .presenters import SHOWN, as_said, card, first_day, for_rows, said_in, track_of, with_counts, year_of_voices, years_of_voices
from .topic_actions import press_of
from .topic_models import Topic


@login_not_required
@require_safe
def topics(request):
    """Everybody's list of what many people say; city staff and coordinators also what is not public yet."""
    topics = Topic.objects.visible_to(request.user) if request.user.is_authenticated else Topic.objects.published
    found = TopicFilter(request, topics, rows=for_rows)
    context = {
        "filter": found,
        "page": found.page,
        "cards": [card(row) for row in found.page],
        "may_make": makes_topics(request.user),
        "may_file": request.user.is_authenticated and can_file(request.user),
    }
    return render(request, "projects/voices/topics.html", context)


def visible_topic(request, pk):
    """One topic in its reader's scope, with its counts; 404 otherwise."""
    return get_object_or_404(with_counts(Topic.objects.visible_to(request.user).for_page()), pk=pk)


@login_not_required
@require_safe
def topic(request, pk):
    """One of them: how many say it, what they say, how far it has come, with days and reasons."""
    row = visible_topic(request, pk)
    page = get_page(said_in(row), request, SHOWN)
    context = {
        "topic": row,
        "turn": public_turn(row, row.talk_on),
        "track": track_of(row, first_day(row)),
        "page": page,
        "said": as_said(page, row),
        "notes": row.me_toos.all().shown_notes().select_related("area")[:SHOWN],
        "pressed": request.user.is_authenticated and press_of(row, user=request.user) is not None,
        "may_write": can_write_topic(request.user, row),
        "works_here": makes_topics(request.user),
        "host": talk_host(request.user, row),
        "history": history_of(row, request.user)[0] if makes_topics(request.user) else [],
    }
    return render(request, "projects/voices/topic.html", context)


@login_not_required
@require_safe
def numbers(request):
    """How many voices came in a 年度, by theme and area; small numbers as 少数. Another year by `?year=`."""
    today = fiscal_year(timezone.localdate())
    asked = small_int(request.GET.get("year"))
    year = asked if asked is not None and 2000 <= asked <= 2100 else today
    context = {"numbers": year_of_voices(year), "years": [(one, fiscal_label(one)) for one in years_of_voices(today)]}
    return render(request, "projects/voices/numbers.html", context)
