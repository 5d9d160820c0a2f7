"""申請 for groups: what can be applied for, the draft, its check, where it stands."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.audit.actions import record_look
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict, Stale
from kyodo_portal.process.pages import closed_page, say_kept, step_page
from projects.specs.models import FormSpec

from .access import can_copy, can_discard, can_enter, can_read_whole, can_write
from .actions import begin_application, copy_application, discard_application, etag_of, said_in, save_application
from .filters import OwnFilter
from .forms import DiscardForm, EditApplicationForm, KeyForm, NewApplicationForm, takes_applications
from .models import Application
from .presenters import check_of, groups_of, kinds, left_of, page_of, reads_for_others

WHOLE = "申請の全文"
SAVED = "下書きを保存しました。続きは、いつでも書けます。"


@login_not_required
@require_safe
def apply(request):
    """What groups apply for, with the days that count from today; one's own drafts with how long there is."""
    groups = groups_of(request.user)
    drafts = Application.objects.visible_to(request.user).drafts_of(groups)
    context = {
        "kinds": kinds(),
        "groups": groups,
        "drafts": [(row, left_of(row)) for row in drafts] if groups else [],
        "may_enter": request.user.is_authenticated and can_enter(request.user),
    }
    return render(request, "projects/applications/apply.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request, spec):
    """Begin an application; of several groups the one whose `group` the address names."""
    spec, groups = get_object_or_404(takes_applications(), pk=spec), groups_of(request.user)
    partner = next((row for row in groups if str(row.pk) == request.GET.get("group")), None)
    partner = groups[0] if len(groups) == 1 else partner
    if partner is None:
        return render(request, "projects/applications/group.html", {"spec": spec, "groups": groups})
    form = NewApplicationForm(request.POST if request.method == "POST" else None, spec=spec, partner=partner)
    if form.is_bound and form.is_valid():
        try:
            key = form.cleaned_data["form_key"]
            made = begin_application(spec, partner=partner, by=request.user, form_key=key, **form.values)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, SAVED)
            return redirect(_after(request, made))
    return render(request, "projects/applications/write.html", {"spec": spec, "partner": partner, "form": form})


def _after(request, application):
    """Where saving a draft leads: to the check page, or to the application's own."""
    address = (
        application.step_url(application.process.step("submit")) if "check" in request.POST else application.get_absolute_url()
    )
    return f"{address}#main"


def in_scope(request, pk):
    """The application if it exists for this person; otherwise 404."""
    related = ("spec__form", "partner", "department", "ground", "previous", "basis__spec__form", "cycle__project")
    return get_object_or_404(Application.objects.visible_to(request.user).select_related(*related), pk=pk)


@require_safe
def application(request, pk):
    """Where it stands, whose turn it is, what it says; for other offices title, stage, group and days."""
    row = in_scope(request, pk)
    if not can_read_whole(request.user, row):
        return render(request, "projects/applications/short.html", {"application": row})
    if reads_for_others(request.user, row):
        record_look(by=request.user, target=row, note=WHOLE)
    return render(request, "projects/applications/application.html", page_of(row, request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Write the draft; what others wrote meanwhile is shown."""
    row, late = in_scope(request, pk), False
    if not can_read_whole(request.user, row):
        raise PermissionDenied
    if request.method != "POST" and not can_write(request.user, row):
        return redirect(f"{row.get_absolute_url()}#main")
    form = EditApplicationForm(request.POST if request.method == "POST" else None, application=row, etag=etag_of(row))
    if form.is_bound and not row.may("write"):
        return closed_page(request, row, form)
    if form.is_bound and form.is_valid():
        try:
            saved = save_application(row, by=request.user, etag=form.cleaned_data[ETAG], **form.values)
        except Stale as error:
            return closed_page(request, error.subject, form)
        except EditConflict as error:
            late = True
            form.show_conflict(error)
        else:
            messages.success(request, SAVED)
            say_kept(request, form, said_in(saved), form.values)
            return redirect(_after(request, row))
    context = {"spec": row.spec, "partner": row.partner, "form": form, "application": row, "left": left_of(row)}
    return render(request, "projects/applications/write.html", context, status=409 if late else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request, pk):
    """Throw a draft away that was never sent."""
    row = in_scope(request, pk)
    if not can_discard(request.user, row):
        raise PermissionDenied
    form = DiscardForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        discard_application(row, by=request.user)
        messages.success(request, "下書きを捨てました。")
        return redirect("apply")
    return render(request, "projects/applications/ask.html", {"application": row, "form": form, "discards": True})


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request, pk):
    """What was sent becomes the beginning of a new draft, without its days."""
    row = in_scope(request, pk)
    if not can_copy(request.user, row):
        raise PermissionDenied
    spec, form = _spec_now(row), KeyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and spec is not None:
        made = copy_application(row, spec=spec, by=request.user, form_key=form.cleaned_data["form_key"])
        messages.success(request, "内容を写した下書きをつくりました。日にちを入れて、ちがうところを直してください。")
        return redirect("application-edit", made.pk)
    return render(request, "projects/applications/ask.html", {"application": row, "form": form, "spec": spec})


def _spec_now(application):
    """The FormSpec by which the same is applied for today: the form's own, or its common kind's. None: not taken any more."""
    same = {"form": application.spec.form} if application.spec.form_id else {"form": None, "code": application.spec.code}
    return FormSpec.objects.in_use().filter(takes_applications=True, **same).first()


@require_http_methods(["GET", "HEAD", "POST"])
def step(request, pk, step):
    """One step of the table: ask, confirm, do. Sending shows everything that is sent."""
    row = in_scope(request, pk)
    if not can_read_whole(request.user, row):
        raise PermissionDenied
    if step in ("submit", "enter"):
        context = {"check": check_of(row), "application": row}
        return step_page(request, row, step, template="projects/applications/check.html", context=context)
    return step_page(request, row, step)


@require_safe
def own(request):
    """The applications of one's groups; for staff those that they work on."""
    return render(request, "projects/applications/list.html", {"filter": OwnFilter(request)})
