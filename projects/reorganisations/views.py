"""改組: the list, one of them with what it moves, its lines, who goes along, its steps."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.process.edits import ETAG, etag_of
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.pages import step_page
from kyodo_portal.process.presenters import matter_page

from . import actions
from .access import can_lay_out, can_see_all, can_write
from .forms import LineForm, NameForm, NewForm, PeopleForm, RemoveForm, RenameForm
from .models import Reorganisation
from .presenters import also_moved, moved_for, people_of_lines, preview_of


def in_scope(request, pk):
    """The Reorganisation of this address; 404 for whom it does not exist."""
    return get_object_or_404(Reorganisation.objects.visible_to(request.user), pk=pk)


def _to_write(request, pk):
    """The same, for who writes it now; 403 for others, and once it is announced."""
    row = in_scope(request, pk)
    if not can_write(request.user, row):
        raise PermissionDenied("改組の内容を書くのは事務局です。知らせたあとは、先に「内容を直す」を押してください。")
    return row


@require_safe
def reorganisations(request):
    """City staff: all that concern them, the latest day first."""
    if not can_see_all(request.user):
        raise Http404
    rows = Reorganisation.objects.visible_to(request.user)
    context = {"rows": rows, "may_lay_out": can_lay_out(request.user)}
    return render(request, "projects/reorganisations/reorganisations.html", context)


@require_safe
def reorganisation(request, pk):
    """What it moves and what stays, before it is carried out; what it has moved, afterwards."""
    row = in_scope(request, pk)
    may_lay_out, is_over = can_lay_out(request.user), row.state.is_end
    context = {
        **matter_page(row, request.user, names=True)._asdict(),
        "row": row,
        "may_write": can_write(request.user, row),
        "may_lay_out": may_lay_out,
        "preview": None if is_over else preview_of(row),
        "matters": moved_for(row, request.user) if is_over else [],
        "also": also_moved(row, request.user) if is_over else [],
        "taken_back": not is_over and row.was_taken_back,
        "moves": row.may("known") or may_lay_out,
    }
    return render(request, "projects/reorganisations/reorganisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """The secretariat: a 改組 begins with its name and its day."""
    if not can_see_all(request.user):
        raise Http404
    if not can_lay_out(request.user):
        raise PermissionDenied("改組を用意するのは、事務局です。")
    form = NewForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = actions.make_reorganisation(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return HttpResponseRedirect(f"{reverse('reorganisation-lines', args=[made.pk])}#main")
    return render(request, "projects/reorganisations/form.html", {"form": form, "row": None})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """The secretariat: its name and its day."""
    row = _to_write(request, pk)
    stored = {"title": row.title, "on": row.on, ETAG: etag_of(actions.written_on(row))}
    form = NameForm(request.POST if request.method == "POST" else None, initial=stored)
    if _written(form, actions.written_on, lambda data: actions.edit_reorganisation(row, by=request.user, **data)):
        messages.success(request, "保存しました。")
        return HttpResponseRedirect(f"{row.get_absolute_url()}#main")
    return render(request, "projects/reorganisations/form.html", {"form": form, "row": row}, status=form.http_status)


@require_http_methods(["GET", "HEAD", "POST"])
def lines(request, pk):
    """The secretariat: one line more, below those that stand."""
    row = _to_write(request, pk)
    etag = etag_of(actions.written_on(row))
    form = LineForm(request.POST if request.method == "POST" else None, initial={ETAG: etag})
    if _written(form, actions.written_on, lambda data: actions.add_lines(row, by=request.user, **data)):
        messages.success(request, "行を加えました。")
        return HttpResponseRedirect(f"{request.path}#main")
    context = {"row": row, "lines": row.laid_out, "form": form, "etag": etag}
    return render(request, "projects/reorganisations/lines.html", context, status=form.http_status)


@require_POST
def remove(request, pk, line):
    """The secretariat: a line goes."""
    row, form = _to_write(request, pk), RemoveForm(request.POST)
    form.is_valid()
    actions.remove_line(row, line=line, by=request.user, etag=form.cleaned_data.get("etag", ""))
    messages.success(request, "行を外しました。")
    return HttpResponseRedirect(f"{reverse('reorganisation-lines', args=[row.pk])}#main")


@require_http_methods(["GET", "HEAD", "POST"])
def names(request, pk):
    """The secretariat: one office more that gets another name, below those that do."""
    row = _to_write(request, pk)
    etag = etag_of(actions.written_on(row))
    form = RenameForm(request.POST if request.method == "POST" else None, initial={ETAG: etag})
    if _written(form, actions.written_on, lambda data: actions.add_name(row, by=request.user, **data)):
        messages.success(request, "新しい名前を加えました。")
        return HttpResponseRedirect(f"{request.path}#main")
    context = {"row": row, "names": row.renamed, "form": form, "etag": etag}
    return render(request, "projects/reorganisations/names.html", context, status=form.http_status)


@require_POST
def remove_name(request, pk, name):
    """The secretariat: an office keeps its name after all."""
    row, form = _to_write(request, pk), RemoveForm(request.POST)
    form.is_valid()
    actions.remove_name(row, name=name, by=request.user, etag=form.cleaned_data.get("etag", ""))
    messages.success(request, "新しい名前を外しました。")
    return HttpResponseRedirect(f"{reverse('reorganisation-names', args=[row.pk])}#main")


@require_http_methods(["GET", "HEAD", "POST"])
def people(request, pk):
    """The secretariat: who of the old offices goes where."""
    row = _to_write(request, pk)
    rows = people_of_lines(row, row.laid_out, propose=True)
    initial = {ETAG: etag_of(actions.people_on(row))}
    form = PeopleForm(request.POST if request.method == "POST" else None, rows=rows, initial=initial)
    goes = lambda data: actions.choose_people(row, by=request.user, etag=data[ETAG], goes=data["goes"])  # noqa: E731
    if _written(form, actions.people_on, goes):
        messages.success(request, "だれがどこへ移るかを保存しました。")
        return HttpResponseRedirect(f"{row.get_absolute_url()}#people-h")
    return render(request, "projects/reorganisations/people.html", {"row": row, "form": form}, status=form.http_status)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request, pk, step):
    """One step of the table: ask, confirm, do."""
    return step_page(request, in_scope(request, pk), step)


def _written(form, now_of, write):
    """Whether it was written; otherwise the form says what stands in the way, and what was typed stays."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        write(form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    except EditConflict as error:
        form.overtaken(str(error), etag_of(now_of(error.subject)), {})
        return False
    return True
