"""What the city asks of one group: its page, the same on paper, and the answer to one ask."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.process.edits import ETAG, etag_of
from kyodo_portal.process.errors import EditConflict
from partners.models import Partner

from .access import can_answer, can_enter_answer, can_keep, can_read_words, can_see_asks, can_see_loads
from .actions import answer_ask, answer_of
from .forms import AnswerForm, EnteredForm
from .models import AskedGroup
from .presenters import group_year


def in_scope(request, pk):
    """The group of this address; 404 for whom its asks do not exist, and for offices, of which nobody asks anything here."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=pk)
    if partner.is_city or not can_see_asks(request.user, partner):
        raise Http404
    return partner


def _year(request):
    """The 年度 that is asked for, this one for nonsense."""
    year = small_int(request.GET.get("year"))
    return year if year is not None and 2000 <= year <= 2100 else fiscal_year(timezone.localdate())


@require_safe
def partner_asks(request, pk):
    """The group, its coordinator, city staff: all that the city asks of it in a year, by month, with what to do."""
    partner = in_scope(request, pk)
    shown = group_year(partner, _year(request), user=request.user)
    return render(request, "projects/asks/group.html", {"partner": partner, "shown": shown, **_may(request.user)})


def _may(user, asked=None):
    return {"asks": can_see_loads(user), "reads_words": asked is not None and can_read_words(user, asked)}


@require_safe
def partner_asks_print(request, pk):
    """The same on A4, with boxes to tick, for the folder of a 会長."""
    partner = in_scope(request, pk)
    shown = group_year(partner, _year(request), user=request.user)
    return render(request, "projects/asks/print.html", {"partner": partner, "shown": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def ask_answer(request, pk, asked_pk):
    """One ask. Its representatives answer; who keeps it enters what came by paper or telephone; the others read."""
    partner = in_scope(request, pk)
    rows = AskedGroup.objects.visible_to(request.user).filter(partner=partner)
    asked = get_object_or_404(rows.select_related("ask__office", "partner"), pk=asked_pk)
    form_class = _form_class(request.user, asked)
    if request.method == "POST" and form_class is None:
        raise PermissionDenied
    stored, status = answer_of(asked), 200
    form = form_class and form_class(
        request.POST if request.method == "POST" else None, initial={**stored, ETAG: etag_of(stored)}
    )
    if form is not None and form.is_bound and form.is_valid():
        try:
            answer_ask(asked, by=request.user, etag=form.cleaned_data.pop(ETAG), **form.cleaned_data)
        except EditConflict as error:
            now, status = answer_of(error.subject), 409
            form.overtaken(str(error), etag_of(now), now)
            asked = error.subject
        else:
            messages.success(request, f"「{asked.ask.title}」の返事を入れました。" if _enters(form) else "返事をしました。")
            return HttpResponseRedirect(f"{_next(request.user, asked)}#main")
    context = {"partner": partner, "asked": asked, "form": form, "enters": _enters(form), **_may(request.user, asked)}
    return render(request, "projects/asks/answer.html", context, status=status)


def _form_class(user, asked):
    if can_answer(user, asked):
        return AnswerForm
    return EnteredForm if can_enter_answer(user, asked) else None


def _enters(form):
    return isinstance(form, EnteredForm)


def _next(user, asked):
    """Whence one came: the ask with all its groups for who keeps it, the group's page for its people."""
    return asked.ask.get_absolute_url() if can_keep(user, asked.ask) else reverse("partner-asks", args=[asked.partner_id])
