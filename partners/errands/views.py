"""用足し: the secretariat's list of whom to write to, call or visit, and the labels for the letters."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.audit.actions import record_look
from kyodo_portal.common.forms.typed import taken
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.web.take_out import ask_purpose
from kyodo_portal.common.web.ticks import GONE, ticked
from partners.directory.access import secretariat_only

from .actions import enter_errand, mark_errand, record_labels
from .filters import ErrandFilter
from .forms import ErrandForm
from .models import Errand
from .presenters import SIZES, labels_of

MOST = 500  # labels at a time
PRINT = ("print", "宛名ラベルを出す")


@require_safe
def errands(request):
    """What waits, the earliest day first; ticked letters are printed as labels."""
    secretariat_only(request.user)
    record_look(by=request.user, target=None, note="用足しの一覧")  # what stands there was written to people
    return render(request, "partners/errands/list.html", {"filter": ErrandFilter(request), "sizes": SIZES})


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request):
    """An errand by hand; `?partner=` names the body from whose page one comes."""
    secretariat_only(request.user)
    sent = request.POST if request.method == "POST" else None
    form = ErrandForm(sent, initial={"partner": small_int(request.GET.get("partner"))})
    if form.is_bound and form.is_valid():
        errand = enter_errand(by=request.user, **form.said)
        messages.success(request, f"「{errand.what}」を、用足しに入れました。")
        return HttpResponseRedirect(f"{reverse('errands')}#results")
    return render(request, "partners/errands/enter.html", {"form": form})


@require_POST
def done(request, pk):
    """Ticked off, or taken up again."""
    secretariat_only(request.user)
    errand = get_object_or_404(Errand.objects.visible_to(request.user), pk=pk)
    is_done = request.POST.get("done") == "1"
    mark_errand(errand, by=request.user, done=is_done)
    messages.success(request, f"「{errand.what}」を、{'済み' if is_done else 'まだ'}にしました。")
    return HttpResponseRedirect(f"{reverse('errands')}#results")


@require_POST
def labels(request):
    """Labels for the ticked errands, all open letters where none is ticked, once it was said what for. By POST only: the trail keeps who
    took the addresses."""
    secretariat_only(request.user)
    rows, are_ticked = Errand.objects.visible_to(request.user).select_related("partner"), "errand" in request.POST
    rows = rows.filter(pk__in=ticked(request, "errand", MOST + 1)) if are_ticked else rows.open().filter(way=Errand.Way.LETTER)
    if are_ticked and not rows.exists():
        messages.error(request, GONE)
        return HttpResponseRedirect(f"{reverse('errands')}#results")
    size = request.POST.get("size") if request.POST.get("size") in SIZES else "12"
    rows = list(rows[: MOST + 1])
    made, is_cut = labels_of(rows[:MOST], size), len(rows) > MOST
    count = sum(map(len, made.sheets))
    if count:
        more = {"button": PRINT, "usual": "用足しの手紙を送るため", "carried": ("errand", "size")}
        purpose, asks = ask_purpose(request, title="宛名ラベル", count=count, back=reverse("errands"), **more)
        if asks is not None:
            return asks
        record_labels(by=request.user, count=count, purpose=purpose)
    return taken(
        render(request, "partners/errands/labels.html", {"labels": made, "cut_at": is_cut and MOST})
    )  # a sheet, with nothing below it
