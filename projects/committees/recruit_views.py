"""公募: begun by the secretariat; whoever answers for the office reads the applications, and chooses."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.common.forms.typed import typed_in
from kyodo_portal.notices.telling import when_told
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.events import event_of
from kyodo_portal.process.pages import is_second

from .access import can_choose, can_edit_committees, can_see_seat_call
from .models import Committee
from .recruit_actions import begin_seat_call, choose, close_call, reopen_call, take_back_choice, turn_down
from .recruit_forms import BackForm, ChoiceForm, SeatCallForm
from .recruit_models import AGREED, SeatCall
from .recruit_presenters import applications_of, one_application

both = require_http_methods(["GET", "HEAD", "POST"])


@both
def recruit(request, pk):
    """公募を始める."""
    row = get_object_or_404(Committee.objects.visible_to(request.user).select_related("department"), pk=pk)
    if not can_edit_committees(request.user):
        raise PermissionDenied("公募を始めるのは、事務局です。")
    form = SeatCallForm(
        request.POST if request.method == "POST" else None, initial={"title": f"{row}の委員を募集しています"[:60]}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = begin_seat_call(row, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, "".join(error.messages))
        else:
            messages.success(request, "公募を始めました。応募は、担当課への手紙として届きます。")
            return HttpResponseRedirect(f"{made.get_absolute_url()}#main")
    return render(request, "projects/committees/recruit.html", {"committee": row, "form": form})


def _call(request, pk):
    row = get_object_or_404(SeatCall.objects.visible_to(request.user).select_related("committee", "offer__partner"), pk=pk)
    if not can_see_seat_call(request.user, row):
        raise PermissionDenied("応募を見られるのは、担当課と事務局だけです。")
    return row


@require_safe
def seat_call(request, pk):
    """Who applied, and what was decided; the words of an application stand in its letter."""
    row = _call(request, pk)
    context = {"call": row, "rows": applications_of(row), "chooses": can_choose(request.user, row)}
    return render(request, "projects/committees/seat_call.html", context)


@require_POST
def seat_call_close(request, pk):
    """しめきる; or, by the other button, もう一度受けつける."""
    row = _call(request, pk)
    try:
        if "undo" in request.POST:
            reopen_call(row, by=request.user)
            messages.success(request, f"もう一度、{row.offer.until.month}月{row.offer.until.day}日まで受けつけます。")
        else:
            close_call(row, by=request.user)
            messages.success(request, "公募をしめきりました。届いた応募には、これまでどおり答えられます。")
    except ValidationError as error:
        messages.error(request, "".join(error.messages))
    return HttpResponseRedirect(f"{row.get_absolute_url()}#main")


def _letter(request, pk, letter):
    call = _call(request, pk)
    if not can_choose(request.user, call):
        raise PermissionDenied("選ぶのは、手紙を受けとる担当課の人です。")
    return call, get_object_or_404(call.applications().with_sides(), pk=letter)


@both
def application(request, pk, letter):
    """選ぶ、選ばない: read the application, write to whoever applied."""
    call, row = _letter(request, pk, letter)
    said = one_application(row)
    first = {"name": said.name, "version": row.version}
    may_choose = not call.offer.is_live
    form = ChoiceForm(request.POST if request.method == "POST" else None, initial=first, may_choose=may_choose)
    if request.method == "POST" and form.is_valid():
        if _decided(request, call, row, form):
            row.refresh_from_db()
            told = when_told("本人", event_of(row, row.version), by=request.user, others=bool(row.guest_mail))
            messages.success(request, f"{'選びました' if row.status in AGREED else '選ばないことにしました'}。{told}")
            return HttpResponseRedirect(f"{call.get_absolute_url()}#main")
    context = {"call": call, "letter": row, "said": said, "form": form, "is_chosen": row.status in AGREED}
    context["is_early"] = not may_choose
    return render(request, "projects/committees/application.html", context)


def _decided(request, call, letter, form):
    """Whether it is decided as the button says, also by an earlier press of it."""
    said = {"version": form.cleaned_data["version"], "why": form.cleaned_data["why"]}
    try:
        if "decline" in request.POST:
            turn_down(call, letter, by=request.user, **said)
        else:
            choose(call, letter, by=request.user, name=form.cleaned_data.get("name", ""), **said)
    except ValidationError as error:
        form.add_error(None, "".join(error.messages))
    except Stale as error:
        if not is_second(request, error):
            error.entries = typed_in(form)
            raise
    return form.is_valid()


@both
def choice_back(request, pk, letter):
    """選んだこと、選ばなかったことを取り消す."""
    call, row = _letter(request, pk, letter)
    form = BackForm(request.POST if request.method == "POST" else None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            take_back_choice(call, row, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, "".join(error.messages))
        else:
            messages.success(request, "取り消しました。もう一度決めて、本人に知らせてください。")
            return HttpResponseRedirect(f"{call.get_absolute_url()}#main")
    return render(request, "projects/committees/choice_back.html", {"call": call, "letter": row, "form": form})
