"""What a host's people do with their events: see them all, write, publish, cancel, take that back, make the next one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.common.lists.search import MAX_QUERY
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.pages import say_kept
from partners.directory.models import Partner
from partners.directory.own_views import partner_or_refuse

from . import actions
from .access import can_see_events, can_write_events
from .forms import NEED_NAMES, CancelForm, EventForm, NextForm
from .models import Event
from .presenters import own_rows
from .together_actions import take_name_off
from .told_presenters import told_of_held


def back(request, event, text):
    messages.success(request, text)
    return HttpResponseRedirect(f"{event.get_absolute_url()}#main")


def own_event(request, pk, allowed=lambda user, event: can_write_events(user, event.host)):
    """The event in scope of who may write it: 404 or 403 otherwise."""
    row = get_object_or_404(Event.objects.visible_to(request.user).for_page(), pk=pk)
    if not allowed(request.user, row):
        raise PermissionDenied
    return row


@require_safe
def partner_events(request, pk):
    """All of a host's: drafts, what comes, what is over."""
    partner = partner_or_refuse(request, pk, can_see_events)
    context = {"partner": partner, "shown": own_rows(request, partner), "may_write": can_write_events(request.user, partner)}
    return render(request, "partners/events/own.html", context)


def asked_matters(request, about):
    """(words typed to find a matter, the key that is chosen) of a form of an event, sent or new."""
    return request.POST.get("find", "").strip()[:MAX_QUERY], request.POST.get("about") or about


def new_page(request, pk, matters_of, first_of):
    """Write a draft. matters_of(partner, words, about): the Matters that an event of this host may belong to; first_of(key): {box: what
    stands in it at first} of an event about this one of them.
    """
    partner = partner_or_refuse(request, pk, can_write_events)
    about = request.GET.get("about", "")
    matters = matters_of(partner, *asked_matters(request, about))
    first = {"about": about, **(first_of(about) if about in dict(matters.offered) else {})}
    form = EventForm(
        request.POST if request.method == "POST" else None, host=partner, matters=matters, with_key=True, initial=first
    )
    if form.is_bound and "search" in request.POST:
        form.clear_errors()
    elif form.is_bound and form.is_valid():
        try:
            made = actions.create_event(request.user, partner, form.values, form.cleaned_data["form_key"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return back(request, made, "下書きができました。見なおして、「公開する」を押すと、だれでも見られます。")
    return render(request, "partners/events/write.html", {"partner": partner, "form": form})


def edit_page(request, pk, matters_of):
    """Change one, a published one before everybody's eyes."""
    row = own_event(request, pk)
    form, status = _edit_form(request, row, matters_of), 200
    if form.is_bound and "search" in request.POST:
        form.clear_errors()
    elif form.is_bound and form.is_valid():
        try:
            saved = actions.change_event(row, by=request.user, etag=form.cleaned_data[ETAG], values=form.values)
        except ValidationError as error:
            form.add_error(None, error)
        except EditConflict as error:
            status = 409
            form.show_conflict(error)
        else:
            say_kept(request, form, actions.written_in(saved), actions.read_of(form.values))
            return back(request, row, "保存しました。")
    return render(request, "partners/events/write.html", {"partner": row.host, "event": row, "form": form}, status=status)


def _edit_form(request, row, matters_of):
    stored = actions.written_in(row)
    first = {**stored, "needs": [name for name in NEED_NAMES if stored[name]], "together": "\n".join(stored["co_hosts"])}
    matters = matters_of(row.host, *asked_matters(request, row.about))
    if row.about and row.about not in dict(matters.offered):  # what it was about, though nothing new may be
        matters = matters._replace(offered=[*matters.offered, (row.about, row.about_label)])
    return EventForm(
        request.POST if request.method == "POST" else None,
        host=row.host,
        matters=matters,
        not_with=row.not_with.all(),
        initial={**first, ETAG: fields_etag(stored)},
    )


@require_POST
def event_publish(request, pk):
    """Everybody finds it; 「下書きにもどす」 takes that back."""
    row = own_event(request, pk)
    return _pressed(request, row, actions.publish_event, "公開しました。まちがえたときは、「下書きにもどす」で取り消せます。")


@require_POST
def event_withdraw(request, pk):
    """A draft again."""
    row = own_event(request, pk)
    return _pressed(request, row, actions.withdraw_event, "下書きにもどしました。だれでも見られるページからは、消えています。")


@require_POST
def event_together(request, pk, partner):
    """A body that was named beside the host takes its name off (off=1), or puts it there again."""
    row = get_object_or_404(Event.objects.visible_to(request.user).for_page(), pk=pk)
    body, off = get_object_or_404(Partner.objects.visible_to(request.user), pk=partner), request.POST.get("off") == "1"
    take_name_off(row, body, by=request.user, off=off)
    return back(
        request,
        row,
        f"「{body.name}」の名前を{'外しました。まちがえたときは、もう一度出せます。' if off else '、もう一度出しました。'}",
    )


@require_POST
def event_revive(request, pk):
    """It takes place after all."""
    row = own_event(request, pk)
    done = "予定どおり開いたことになっています。" if row.is_over else "予定どおり開くことになっています。"
    return _pressed(request, row, actions.revive_event, f"中止をとりやめました。{done}")


def _pressed(request, row, action, text):
    try:
        action(row, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(f"{row.get_absolute_url()}#main")
    return back(request, row, text)


@require_http_methods(["GET", "HEAD", "POST"])
def event_cancel(request, pk):
    """It does not take place, and why."""
    row = own_event(request, pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.cancel_event(row, by=request.user, why=form.cleaned_data["why"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return back(
                request,
                row,
                f"中止にしました。{told_of_held(row, request.user)}まちがえたときは、「中止をとりやめる」で元にもどせます。",
            )
    return render(request, "partners/events/cancel.html", {"event": row, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def event_discard(request, pk):
    """A draft goes for good, after a page that says so."""
    row = own_event(request, pk)
    if request.method == "POST":
        try:
            actions.discard_event(row, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(f"{row.get_absolute_url()}#main")
        messages.success(request, f"「{row.title}」の下書きを捨てました。")
        return HttpResponseRedirect(f"{reverse('partner-events', args=[row.host_id])}#main")
    return render(request, "partners/events/discard.html", {"event": row})


@require_http_methods(["GET", "HEAD", "POST"])
def event_next(request, pk):
    """A draft of the next one: all but its days is copied."""
    row = own_event(request, pk)
    form = NextForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        days = {name: form.cleaned_data[name] for name in ("starts_at", "ends_at", "signup_until")}
        try:
            made = actions.copy_event(row, by=request.user, key=form.cleaned_data["form_key"], days=days)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "次の回の下書きができました。変わるところを直してから、公開してください。")
            return HttpResponseRedirect(f"{reverse('event-edit', args=[made.pk])}#main")
    return render(request, "partners/events/next.html", {"event": row, "form": form})
