"""課の棚卸し: the page on which one office answers."""

from dataclasses import replace

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from kyodo_portal.common.forms.three_way import compare
from kyodo_portal.common.japanese.numbers import small_int

from .access import can_write_sheet
from .columns import LISTED, Columns
from .line_actions import drop_line, say_the_same, write_rows
from .row_types import Refused, Typed
from .seed_rows import seed_rows, typed_seeds, write_seeds
from .sheet_presenters import ANSWERS, BLANK, cells_of, page_of, rows_of
from .sheet_state import state_of
from .views import sheet_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request, year, office):
    """The office and the secretariat: every matter of the office, a row each; saved half done, or handed in."""
    found = sheet_or_404(request, year, office)
    page, columns = page_of(found, request.GET.get("page")), Columns()
    if request.method == "POST":
        typed, seeds = typed_rows(request.POST, page, columns), _seeds_in(request, found)
        try:
            with transaction.atomic():
                return _save(request, found, typed, seeds, columns)
        except Refused as error:
            sent = {(row.mark or row.place, name): text for row in typed for name, text in row.cells.items()}
            rows = rows_of(page, columns=columns, typed=sent, problems=error.problems)
            return _page(request, found, page, rows, error, seeds)
    return _page(request, found, page, rows_of(page, columns=columns))


def _seeds_in(request, sheet):
    return typed_seeds(request.POST, sheet) if sheet.round.asks_possibilities else {}


def _page(request, sheet, page, rows, error=None, seeds=None):
    may_write = can_write_sheet(request.user, sheet)
    rows = rows if may_write else [row for row in rows if row.title]
    context = {"sheet": sheet, "page": page, "rows": rows, "error": error, "may_write": may_write, "answers": ANSWERS}
    context["has_locked"] = any(entry.is_locked for row in rows for entry in row.entries.values())
    if sheet.round.asks_possibilities:
        context["seeds"] = seed_rows(sheet, typed=seeds, problems=error.problems if error else ())
    return render(request, "projects/inventory/sheet.html", {**context, "state": state_of(sheet, request.user)})


def typed_rows(data, page, columns):
    """[Typed] of what was posted: the lines of this page, then the new rows that are not empty."""
    rows = [_apart(_typed(data, line.mark, line.title or "新しい行", columns, line.mark), line, data, columns) for line in page]
    rows += [_typed(data, f"new{number}", f"new{number}", columns, "") for number in range(1, BLANK + 1)]
    return [row for row in rows if row.cells and (row.mark or any(text.strip() for text in row.cells.values()))]


def _typed(data, prefix, place, columns, mark):
    cells = {
        name: LISTED.join(filter(None, data.getlist(f"{prefix}-{name}")))
        for name in columns.by_name
        if f"{prefix}-{name}" in data
    }
    return Typed(place, mark, small_int(data.get(f"{prefix}-version")), cells)


def _apart(row, line, data, columns):
    """A row of a page that was opened before somebody else saved this line: what only they wrote stays, what only this page wrote goes
    together with it. Where both wrote into one cell it stays as it was sent, to be refused with what stands now.
    """
    if row.version == line.version:
        return row
    found = compare(data.get(f"{line.mark}-seen", ""), cells_of(line, columns), row.cells)
    cells = {name: text for name, text in row.cells.items() if name not in found.kept}
    return replace(row, cells=cells, version=row.version if found.clash else line.version)


def _save(request, sheet, typed, seeds, columns):
    """What the button says, after what was typed is saved; where it leads."""
    if mark := request.POST.get("drop"):
        drop_line(sheet, mark, by=request.user)
        typed = [row for row in typed if row.mark != mark]
    taken = write_rows([sheet], typed, by=request.user, columns=columns)
    grown = write_seeds(sheet, seeds, by=request.user)
    if "same" in request.POST:
        same = say_the_same(sheet, by=request.user)
        messages.success(request, f"のこりの{same.changed}行を「同じ」にしました。")
    elif "check" in request.POST:
        return _on_to_handing_in(request, sheet)
    else:
        messages.success(request, _saved(sheet, taken, grown))
    return HttpResponseRedirect(f"{request.get_full_path()}#main")


def _saved(sheet, taken, grown):
    """What was saved, and whether the office still has to hand it in: another screen may have done so meanwhile."""
    sheet.refresh_from_db()
    if not sheet.may("answer"):
        return "変わったところはありません。この課の答えは、もう出されています。"
    more = f"、協働の種 {grown}" if grown else ""
    return f"保存しました（新しい行 {taken.new}、変わった行 {taken.changed}{more}）。まだ出していません。"


def _on_to_handing_in(request, sheet):
    sheet.refresh_from_db()
    left = sheet.lines.unanswered()
    if sheet.lines.exists() and not left.exists():
        return HttpResponseRedirect(sheet.step_url(sheet.process.step("hand_in")))
    names = "、".join(line.title or "名前のない行" for line in left[:3])
    more = f"ほか、あわせて{left.count()}行" if left.count() > 3 else ""
    text = (
        f"まだ答えのない行があります：{names}{more}。"
        if names
        else "行がありません。該当がなければ「該当なし」と答えてください。"
    )
    messages.warning(request, text)
    return HttpResponseRedirect(f"{request.get_full_path()}#main")
