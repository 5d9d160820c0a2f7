"""4月の代表の引継ぎ: all 町内会 on one table and as a spreadsheet; checked, then entered row by row, with what became of each."""

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kyodo_portal.audit.actions import record, record_look
from kyodo_portal.common.forms.keys import new_key
from kyodo_portal.common.lists.returned import MOST_ROWS, sent_keys
from kyodo_portal.common.lists.tables import xlsx_response
from kyodo_portal.common.web.take_out import ask_purpose
from partners.directory.access import secretariat_only

from .filters import TakeoverFilter
from .table_actions import enter_table
from .table_forms import PARTS, TableFileForm, TableForm
from .table_presenters import forgotten_groups, groups, known_of, turn_of_the_year
from .table_sheet import HEADER, read_sheet, rows_of, state_of, typed_of

AGAIN, SURE, SHARED = "again", "sure", ("starts_on", "why", "form_key")


@require_http_methods(["GET", "HEAD", "POST"])
def takeovers(request):
    """The table: who represents each group, what is known already, and boxes for who comes."""
    secretariat_only(request.user)
    on = turn_of_the_year()
    filter = TakeoverFilter(request, on)
    sent = request.POST if request.method == "POST" else None
    if sent is None:
        record_look(by=request.user, target=None, note="代表者の表")
    partners = list(filter.page) if sent is None else list(groups().filter(pk__in=sent_keys(sent, "how_", MOST_ROWS)))
    form = TableForm(sent, on=on, partners=partners)
    if sent is not None and AGAIN in sent:
        form.clear_errors()
    elif form.is_bound and form.is_valid():
        return _entered(request, form) if SURE in sent else _confirm(request, form)
    known = known_of(partners, on)
    lines = [_line(form, partner, known[partner.pk]) for partner in partners]
    forgotten = forgotten_groups(on).count() if timezone.localdate() >= on else None
    context = {"on": on, "filter": filter, "page": filter.page, "form": form, "lines": lines, "forgotten": forgotten}
    return render(request, "partners/takeover/table.html", {**context, "upload": TableFileForm(auto_id="id_file_%s")})


def _line(form, partner, known):
    boxes = {part: form[f"{part}_{partner.pk}"] for part in PARTS}
    is_typed = any(boxes[part].value() or boxes[part].errors for part in PARTS)
    return {"partner": partner, "known": known, "state": state_of(known.takeover), "is_typed": is_typed, **boxes}


def _confirm(request, form):
    """What would happen, with what was said in boxes that are hidden below."""
    names = [f"{part}_{change.partner.pk}" for change in form.changes for part in PARTS]
    sent = {name: form.data.get(name, "") for name in (*SHARED, *names)}
    known = known_of([change.partner for change in form.changes], form.cleaned_data["starts_on"])
    rows = [(change, known[change.partner.pk]) for change in form.changes]
    context = {"rows": rows, "sent": sent, "said": form.cleaned_data}
    return render(request, "partners/takeover/table_confirm.html", context)


def _entered(request, form):
    """Each row's result; what could not be entered says why."""
    said = form.cleaned_data
    results = enter_table(form.changes, by=request.user, starts_on=said["starts_on"], why=said["why"], form_key=said["form_key"])
    done = [result for result in results if result.takeover is not None]
    return render(request, "partners/takeover/table_results.html", {"results": results, "done": len(done), "why": said["why"]})


@require_POST
def takeovers_sheet(request):
    """Every group as a spreadsheet, once it was said what for. By POST only: the trail keeps who took it."""
    secretariat_only(request.user)
    on, rows = turn_of_the_year(), list(groups())
    purpose, asks = ask_purpose(request, title="代表者の表", count=len(rows), back=reverse("staff-takeovers"))
    if asks is not None:
        return asks
    record("export", by=request.user, note=f"代表者の表（{on}。{purpose}）", rows=len(rows))
    return xlsx_response(f"代表者の表-{on}.xlsx", HEADER, rows_of(rows, on))


@require_POST
def takeovers_file(request):
    """The spreadsheet comes back: to the confirm page, or every cell that stands in the way is named and nothing is entered."""
    secretariat_only(request.user)
    upload, problems, on = TableFileForm(request.POST, request.FILES), [], turn_of_the_year()
    if upload.is_valid():
        try:
            rows = read_sheet(upload.cleaned_data["table"].content)
            partners = {partner.pk: partner for partner in groups()}
            data, problems = typed_of(rows, partners)
            named = [partner for key, partner in partners.items() if f"how_{key}" in data]
            shared = {name: request.POST.get(name, "") for name in ("starts_on", "why")}
            form = TableForm({**data, **shared, "form_key": str(new_key())}, on=on, partners=named)
            if not problems and form.is_valid():
                return _confirm(request, form)
            problems += [] if problems else [(None, "", text) for _, text in form.error_list]
        except ValidationError as error:
            upload.add_error("table", error)
    return render(request, "partners/takeover/table_file.html", {"form": upload, "problems": problems})
