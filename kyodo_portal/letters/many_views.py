"""Many 通知書 at once: those that were never written, all on paper in one job, and that they went."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kyodo_portal.audit.actions import record_look
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.web.ticks import GONE, ticked

from .desk_views import MOST, desk_only
from .draft_actions import draft_late
from .filters import LetterFilter
from .kinds import kind_of
from .late import LateFilter, late_changes
from .models import OfficialLetter
from .presenters import sheet_of
from .release_actions import record_sending


@require_http_methods(["GET", "HEAD", "POST"])
def late(request):
    """Steps of one kind without a letter; ticked, each gets its draft. `?tick` marks all of the page."""
    desk_only(request.user)
    filter = LateFilter(request)
    if request.method == "POST":
        return _draft_all(request, filter.chosen_place)
    context = {"filter": filter, "ticks_all": "tick" in request.GET}
    return render(request, "letters/late.html", context)


def _draft_all(request, place):
    keys = ticked(request, "change", MOST)
    if not place or not keys:
        messages.error(request, "何も選ばれていません。「選ぶ」に、しるしを付けてください。")
        return HttpResponseRedirect(f"{request.get_full_path()}#main")
    rows = late_changes(*place.split(), request.user).filter(pk__in=keys).select_related("subject").order_by("pk")
    results = [_drafted(change, request.user) for change in rows]
    if not results:
        messages.error(request, GONE)
        return HttpResponseRedirect(f"{request.get_full_path()}#main")
    done = sum(why == "" for why in results)
    messages.success(request, f"{done}通の下書きをつくりました。読んで、直してから出してください。")
    for why in dict.fromkeys(why for why in results if why):
        messages.error(request, f"{results.count(why)}件は、つくれませんでした。{why}")
    return HttpResponseRedirect(f"{reverse('official-letters')}?state=draft#main")


def _drafted(change, by):
    try:
        draft_late(change.subject, change.version, by=by)
    except ValidationError as error:
        return " ".join(error.messages)
    except PermissionDenied:
        return "あなたは、この件の通知書をつくれません。"
    return ""


@require_POST
def draft(request, process, pk):
    """One press at the matter: the draft about the step that led to this `version`."""
    kind = kind_of(process)
    if kind is None:
        raise Http404
    matter = get_object_or_404(kind.at_desk_of(request.user), pk=pk)
    try:
        made = draft_late(matter, small_int(request.POST.get("version")) or 0, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(f"{matter.get_absolute_url()}#main")
    messages.success(request, "通知書の下書きをつくりました。読んで、直してから出してください。")
    return HttpResponseRedirect(f"{reverse('official-letter-desk', args=[made.pk])}#main")


@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request):
    """All on paper, each letter on a page of its own: those that were ticked (POST), else those of the list as it is narrowed."""
    desk_only(request.user)
    found = _ticked(request) if request.method == "POST" else LetterFilter(request).sorted_rows.select_related("template")
    rows = list(found.filter(dropped_at__isnull=True)[: MOST + 1])
    if not rows:
        messages.error(request, "印刷する通知書が、選ばれていません。")
        return HttpResponseRedirect(f"{reverse('official-letters')}#main")
    record_look(by=request.user, target=None, note=f"通知書の印刷（{len(rows[:MOST])}通）")
    context = {
        "sheets": [sheet_of(row) for row in rows[:MOST]],
        "more": len(rows) > MOST,
        "most": MOST,
        "paper": OfficialLetter.objects.to_carry().filter(pk__in=[row.pk for row in rows[:MOST]]).order_by("pk"),
    }
    return render(request, "letters/sheets.html", context)


def _ticked(request):
    rows = OfficialLetter.objects.at_desk_of(request.user).filter(pk__in=ticked(request, "letter", MOST))
    return rows.select_related("template").order_by("fiscal_year", "number", "pk")


@require_POST
def sent(request):
    """These letters went today on paper; each in the way that it says."""
    desk_only(request.user)
    done, left = 0, 0
    for row in _ticked(request):
        try:
            record_sending(row, by=request.user, how=row.how, sent_on=timezone.localdate())
        except (ValidationError, PermissionDenied):
            left += 1
        else:
            done += 1
    if done or not left:
        messages.success(request, f"{done}通を、きょう送ったと記しました。")
    if left:
        messages.error(request, f"{left}通は、記せませんでした。1通ずつ、通知書の画面で確かめてください。")
    return HttpResponseRedirect(f"{reverse('official-letters')}#main")
