"""Pages of the staff: who is asked how much, a new ask, what was asked and what came of it. Changing one: change_views.py."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.process.errors import EditConflict

from .access import can_keep, can_see_loads, offices_to_ask_for
from .actions import SAID, ask_groups
from .filters import AskFilter, LoadFilter, with_answers
from .forms import AskForm
from .loads import NEIGHBOURS, groups_to_ask, load_of, with_loads
from .models import Ask
from .presenters import before_asking
from .told_actions import told_of_asking


def _staff_only(request):
    if not can_see_loads(request.user):
        raise Http404


@require_safe
def asks(request):
    """Everybody of the city hall: who is asked how much this year, whoever is asked most first."""
    _staff_only(request)
    filter = LoadFilter(request, fiscal_year(timezone.localdate()))
    lines = [(group, load_of(group)) for group in filter.page]
    context = {"filter": filter, "page": filter.page, "lines": lines, "year": filter.year}
    return render(request, "projects/asks/loads.html", context)


@require_safe
def asks_sent(request):
    """Everybody of the city hall: what offices asked, this year and before, and how many groups answered."""
    _staff_only(request)
    filter = AskFilter(request)
    return render(request, "projects/asks/sent.html", {"filter": filter, "page": filter.page})


@require_http_methods(["GET", "HEAD", "POST"])
def ask_new(request):
    """Write an ask and choose the groups; see what each of them is asked already; ask them."""
    _staff_only(request)
    offices = offices_to_ask_for(request.user)
    model = _model(request)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        offices=offices,
        offered=_offered(request, model),
        initial=_first(request, model),
    )
    status = 200
    if form.is_bound and form.is_valid() and "back" not in request.POST:
        if "send" not in request.POST:
            return _confirm(request, form)
        try:
            return _sent(request, ask_groups(by=request.user, **form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
        except EditConflict as error:
            form.add_error(None, str(error))
            status = 409
    return render(request, "projects/asks/new.html", {"form": form, "model": model}, status=status)


def _model(request):
    """The ask of a former year that is the model of this one (?from=12); None without."""
    key = small_int(request.GET.get("from"))
    return Ask.objects.visible_to(request.user).filter(pk=key).first() if key is not None else None


def _groups_of(request, model):
    """The keys of the groups that are ticked at first: those of the model that may still be asked, or the one of ?to=12."""
    if model is not None:
        return list(model.groups.standing().filter(partner__in=groups_to_ask()).values_list("partner", flat=True))
    key = small_int(request.GET.get("to"))
    return [] if key is None else [key]


def _offered(request, model):
    """The groups whose boxes stand on the page: 町内会 and 地域振興会, and whoever was ticked or is to be. One query."""
    year, groups = fiscal_year(timezone.localdate()), groups_to_ask()
    ticked = [small_int(key) for key in request.POST.getlist("partners")] + _groups_of(request, model)
    wanted = groups.filter(kind__in=NEIGHBOURS) | groups.filter(pk__in=[key for key in ticked if key is not None])
    return list(with_loads(wanted, year).order_by("kana_key", "pk"))


def _first(request, model):
    first = {"partners": _groups_of(request, model)}
    if model is not None:  # the days of last year are none of this year's
        first |= {name: getattr(model, name) for name in SAID if name not in ("office_id", "fiscal_year", "due_on")}
        first["office"] = model.office_id
    return first


def _confirm(request, form):
    """What each of them is asked already, with a box to leave it out; the words stand hidden below, and below the way back."""
    said = form.cleaned_data
    names = [name for name in form.fields if name not in ("partners", "areas")]
    context = {
        "said": said,
        "form": form,
        "groups": before_asking(form.groups, said["fiscal_year"]),
        "sent": [(name, form.data.get(name, "")) for name in names],
        "kind": dict(form.fields["kind"].choices)[said["kind"]],
    }
    return render(request, "projects/asks/confirm.html", context)


def _sent(request, made):
    messages.success(
        request, f"「{made.title}」を、{made.groups.count()}団体にお願いしました。{told_of_asking(made, request.user)}"
    )
    return HttpResponseRedirect(f"{made.get_absolute_url()}#main")


def ask_in_scope(request, pk):
    """One ask with its numbers; 404 for whoever is not of the city hall."""
    _staff_only(request)
    return get_object_or_404(with_answers(Ask.objects.visible_to(request.user)), pk=pk)


@require_safe
def ask(request, pk):
    """Everybody of the city hall: one ask, and what each group answered, whoever has not answered first."""
    row = ask_in_scope(request, pk)
    groups = row.groups.select_related("partner").order_by("partner__kana_key", "pk")
    lines = sorted(groups, key=lambda asked: (not asked.stands, asked.answer != ""))
    keeps = can_keep(request.user, row)
    stands, gone = any(line.stands for line in lines), any(not line.stands for line in lines)
    context = {"ask": row, "lines": lines, "keeps": keeps, "withdraws": keeps and stands, "restores": keeps and gone}
    return render(request, "projects/asks/ask.html", context)
