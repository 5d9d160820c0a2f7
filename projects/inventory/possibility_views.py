"""協働の種: everybody reads what an office shows; city staff write their own, the secretariat and coordinators diagnose."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict

from .access import can_add_possibility, can_diagnose, can_edit_possibility
from .possibility_actions import add_possibility, diagnose, edit_possibility, etag_of_possibility
from .possibility_filters import PossibilityFilter
from .possibility_forms import AddForm, DiagnoseForm, WriteForm
from .possibility_models import Possibility
from .presenters import offices_to_write_for


@login_not_required
@require_safe
def possibilities(request):
    """Everybody: what offices show; city staff and coordinators also what is still inside."""
    rows = Possibility.objects.visible_to(request.user).select_related("office")
    context = {"filter": PossibilityFilter(request, rows), "may_add": can_add_possibility(request.user)}
    return render(request, "projects/inventory/possibilities.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """City staff: a possibility of their own office, the secretariat of any."""
    if not can_add_possibility(request.user):
        raise PermissionDenied("協働の種を書くのは、市の職員です。")
    form = AddForm(request.POST if request.method == "POST" else None, offices=offices_to_write_for(request.user))
    if request.method == "POST" and form.is_valid():
        made = add_possibility(by=request.user, **form.cleaned_data)
        messages.success(request, f"「{made}」を書きました。まだ公開していません。")
        return HttpResponseRedirect(f"{made.get_absolute_url()}#main")
    return render(request, "projects/inventory/possibility_form.html", {"form": form, "title": "協働の種を書く"})


@login_not_required
@require_safe
def possibility(request, pk):
    """Everybody: one of those that an office shows."""
    found = get_object_or_404(Possibility.objects.visible_to(request.user).select_related("office", "call", "project"), pk=pk)
    may = {"may_edit": can_edit_possibility(request.user, found), "may_diagnose": can_diagnose(request.user)}
    return render(request, "projects/inventory/possibility.html", {"possibility": found, **may})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Its office and the secretariat: write it anew, show it, name the call in which it is offered."""
    found = get_object_or_404(Possibility.objects.visible_to(request.user).select_related("office"), pk=pk)
    if not can_edit_possibility(request.user, found):
        raise PermissionDenied
    return _written(request, found, WriteForm, edit_possibility, "協働の種を直す")


@require_http_methods(["GET", "HEAD", "POST"])
def diagnosis(request, pk):
    """The secretariat and coordinators: 診断."""
    if not can_diagnose(request.user):
        raise PermissionDenied("診断を書くのは、事務局とコーディネーターです。")
    found = get_object_or_404(Possibility.objects.visible_to(request.user).select_related("office"), pk=pk)
    return _written(request, found, DiagnoseForm, diagnose, "診断を書く")


def _written(request, possibility, form_class, write, title):
    names = [name for name in form_class.base_fields if name != ETAG]
    stored = {name: getattr(possibility, name) for name in names}
    initial = {ETAG: etag_of_possibility(possibility), **stored}
    form, status = form_class(request.POST if request.method == "POST" else None, initial=initial), 200
    if request.method == "POST" and form.is_valid():
        try:
            write(possibility, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except EditConflict as error:
            form.show_conflict(error)
            status = 409
        else:
            messages.success(request, "保存しました。")
            return HttpResponseRedirect(f"{possibility.get_absolute_url()}#main")
    context = {"form": form, "title": title, "possibility": possibility}
    return render(request, "projects/inventory/possibility_form.html", context, status=status)
