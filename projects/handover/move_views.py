"""4月1日の担当替え: who moves on one day, on a page and as a spreadsheet; confirmed as a whole, then entered as a whole."""

import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.audit.actions import record
from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.lists.returned import sent_keys
from kyodo_portal.common.lists.tables import xlsx_response
from kyodo_portal.common.web.take_out import ask_purpose
from partners.directory.access import secretariat_only

from .filters import MoveFilter
from .move_actions import move_people
from .move_forms import MoveFileForm, MoveForm
from .move_table import HEADER, read_table, rows_of, typed_of
from .moves import held_by, places

AGAIN = "again"  # the button of the confirm page that leads back to the table, with all that was filled in


@require_safe
def next_moves(request):
    """To the list of the next 1 April, when half of the people change."""
    secretariat_only(request.user)
    return redirect("handover-moves", on=datetime.date(fiscal_year(timezone.localdate()) + 1, 4, 1))


@require_http_methods(["GET", "HEAD", "POST"])
def moves(request, on):
    """The table of one day: whoever leaves, and all people of the office that was chosen."""
    secretariat_only(request.user)
    filter = MoveFilter(request, on)
    rows = (
        list(filter.page) if request.method != "POST" else list(places(on).filter(pk__in=sent_keys(request.POST, "etag-", 500)))
    )
    held = held_by(rows, on)
    form = MoveForm(
        request.POST if request.method == "POST" else None, on=on, by=request.user, memberships=rows, people=held.people
    )
    if AGAIN in request.POST:
        form.clear_errors()
    elif form.is_bound and form.is_valid():
        return _confirmed(request, form) if "sure" in request.POST else _confirm(request, form, held)
    lines = [_line(form, row, held) for row in rows]
    context = {"on": on, "filter": filter, "page": filter.page, "form": form, "lines": lines, "upload": MoveFileForm()}
    return render(request, "projects/handover/moves.html", context)


def _line(form, row, held):
    boxes = {part: form[f"{part}-{row.pk}"] for part in ("go", "to", "taker", "etag")}
    shown = {"matters": held.matters[row.pk], "handover": held.handovers[row.pk], "goes_to": held.goes_to[row.pk]}
    return {"row": row, **shown, **boxes}


def _confirm(request, form, held):
    """What would happen, with the same boxes hidden below."""
    sent = {name: form.data[name] for name in form.fields if name in form.data}
    moves, staying = [(move, held.matters[move.membership.pk]) for move in form.moves], sum(move.stays for move in form.moves)
    context = {"on": form.on, "moves": moves, "going": len(moves) - staying, "staying": staying, "sent": sent}
    return render(request, "projects/handover/moves_confirm.html", context)


def _confirmed(request, form):
    """Enter all of it; what stands in the way is said above the table."""
    page = reverse("handover-moves", args=[form.on])
    try:
        made = move_people(form.moves, on=form.on, by=request.user)
        messages.success(request, _said(form.moves, made))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return HttpResponseRedirect(f"{page}#results")


def _said(moves, made):
    staying = sum(move.stays for move in moves)
    entered = f"{len(moves) - staying}人の担当替えを入れました。引継ぎは{len(made)}件です。" if len(moves) > staying else ""
    return entered + (f"{staying}人の異動を取り消しました。" if staying else "")


@require_POST
def moves_table(request, on):
    """Everybody of the city's offices as a spreadsheet, once it was said what for. By POST only: the trail keeps who took it."""
    secretariat_only(request.user)
    rows = list(places(on))
    back = reverse("handover-moves", args=[on])
    purpose, asks = ask_purpose(request, title=f"{on:%-m月%-d日}の異動表", count=len(rows), back=back)
    if asks is not None:
        return asks
    record("export", by=request.user, note=f"異動表（{on}。{purpose}）", rows=len(rows))
    return xlsx_response(f"異動表-{on}.xlsx", HEADER, rows_of(rows, on))


@require_POST
def moves_file(request, on):
    """The spreadsheet comes back: to the confirm page, or every cell that stands in the way is named and nothing is taken."""
    secretariat_only(request.user)
    upload, problems = MoveFileForm(request.POST, request.FILES), []
    if upload.is_valid():
        try:
            rows = read_table(upload.cleaned_data["table"].content)
            named = {row.pk: row for row in places(on)}
            held = held_by(list(named.values()), on)
            data, problems = typed_of(rows, named, held.people)
            going = [row for row in named.values() if f"go-{row.pk}" in data]
            form = MoveForm(data, on=on, by=request.user, memberships=going, people=held.people)
            if not problems and form.is_valid():
                return _confirm(request, form, held)
            problems += [] if problems else [(None, "", text) for _, text in form.error_list]
        except ValidationError as error:
            upload.add_error("table", error)
    return render(request, "projects/handover/moves_file.html", {"on": on, "form": upload, "problems": problems})
