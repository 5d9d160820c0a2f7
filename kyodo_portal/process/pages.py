"""One page for every step of every process: it asks, confirms, and calls the app's one action."""

from contextlib import contextmanager

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render

from kyodo_portal.common.forms.three_way import as_read, fields_etag
from kyodo_portal.common.forms.typed import typed_in, typed_in_post
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.templatetags.kyodo import jtime

from .actions import take_step
from .edits import ETAG
from .errors import EditConflict, Press, Stale
from .forms import step_form
from .readings import Overtaken
from .waiting import as_told_to, waiting_of
from .why_not import why_not

NOT_WRITTEN = "この画面で入れた内容は、保存していません。下に残してあるので、写して使えます。"
CLOSED = "「{subject}」は、いま「{state}」なので、ここからは書きかえられません。"


def row_or_refuse(subject, name, user):
    """The table's row for this step: 404 where there is none, 403 where the user may never take it."""
    try:
        row = subject.process.step(name)
    except KeyError:
        raise Http404 from None
    if not subject.process.roles_of(user, subject) & set(row.roles):
        raise PermissionDenied
    return row


def step_page(request, subject, name, *, template="process/step.html", context=None, back=None, first=None):
    """Ask and confirm on GET; on POST take the step and go back to the matter.

    A ValidationError of the action stands at its field; what was changed while the page stood open is shown beside what was read
    (409), and pressing again is a choice; a Stale becomes the 409 page (process/middleware.py), except for the
    second press of one button, which is answered like the first. first: {question: what stands in its field at first}.
    """
    row = row_or_refuse(subject, name, request.user)
    if row.page:
        return HttpResponseRedirect(f"{subject.page_url(row.page)}#main")
    form = step_form(row, subject, data=request.POST if request.method == "POST" else None, first=first, user=request.user)
    back = back or subject.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        try:
            given = {"version": form.cleaned_data["version"], "read": form.cleaned_data.get(ETAG), **form.answers}
            take_step(subject, name, by=request.user, **given)
        except Overtaken as error:
            form.overtaken_by(error)
        except ValidationError as error:
            form.add_error(None, error)
        except Stale as error:
            if not is_second(request, error):
                error.entries = typed_in(form)
                raise
        if form.is_valid():
            messages.success(request, f"「{subject}」：{_done(row)}{_told_when(subject, request.user)}")
            return HttpResponseRedirect(f"{back}#main")
    now_possible = subject.status in row.source and row.applies_to(subject)
    fields = [] if now_possible else typed_in(form)
    shows, warns = subject.process.hook(name).shows, subject.process.hook(name).warns
    return render(
        request,
        template,
        {
            "subject": subject,
            "row": row,
            "form": form,
            "fields": fields,
            "back": back,
            "now_possible": now_possible,
            "why_not": None if now_possible else why_not(subject, row, request.user),
            "tells": subject.can_reach(row.notifies),
            "undo_minutes": settings.KYODO_UNDO_MINUTES,
            "warnings": warns(subject) if warns and now_possible else [],
            "compared": shows(subject) if shows and now_possible else [],
            **(context or {}),
        },
        status=200 if now_possible and not form.overtaken else 409,
    )


def is_second(request, error):
    """Whether this Stale is the second press of a button, to be answered like the first: every page with a step asks it here, so that
    presses.py gives back what was written over the first one's words. Two queries at most."""
    request.is_second_press = error.is_second_press
    return request.is_second_press


def refuse_late(request, subject, form, why=""):
    """Refuse what cannot be done now: 409 that says who was faster and gives back what was sent, where the matter moved on since the page
    was opened (`form` carries its version); 403 with `why` for everybody else. Two queries at most.
    """
    version = small_int(form.data.get("version", "")) if form.is_bound else None
    if version is not None and version < subject.version:
        error = Stale(subject, Press("", request.user, version))
        error.entries = typed_in(form)
        raise error
    raise PermissionDenied(why)


@contextmanager
def giving_back(*forms):
    """An EditConflict of what is done within gives back what these forms hold, where the page that was sent does not hold it itself."""
    try:
        yield
    except EditConflict as error:
        error.entries = typed_in(*forms)
        raise


def edit_form(request, form_class, stored, **more):
    """An EditForm over a row: with what was sent, or with what stands ({name: value}) and the token of it."""
    return form_class(request.POST if request.method == "POST" else None, initial={**stored, ETAG: fields_etag(stored)}, **more)


def saved_over(request, form, save, stands):
    """The row as saved from an EditForm, or None where nothing was sent or the form says at its fields why it cannot be saved.

    save(etag=…, **values) writes and returns the row; stands(row): {name: value} of all that stands in it, as the form was opened with.
    What others wrote meanwhile and this left standing is told; what both sides wrote stands at its field, and form.http_status is 409.
    """
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        saved = save(etag=form.cleaned_data[ETAG], **form.values)
    except ValidationError as error:
        form.add_error(None, error)
    except EditConflict as error:
        form.show_conflict(error)
    else:
        say_kept(request, form, stands(saved), as_read(form.values))
        return saved


def say_kept(request, form, now, sent):
    """Tell who just saved an EditForm what of others it left standing. now, sent: {name: value as JSON knows it}, after the save."""
    say_labels_kept(request, form.labels_kept(now, sent))


def say_labels_kept(request, labels):
    """The same where no EditForm stands behind the page; nothing for no label."""
    if labels:
        messages.info(request, f"この画面を開いたあとに直された「{'」「'.join(labels)}」は、そのまま残しました。")


def _done(row):
    return f"{row.label.removesuffix('す')}しました。" if row.is_undo else f"「{row.label}」を行いました。"


def _told_when(subject, user):
    """Whom the step just taken will be told to, and when; "" where nothing waits."""
    waiting = waiting_of(subject, user)
    if waiting is None:
        return ""
    until = "それまでに「もどす」を押せば、だれにも伝わりません。" if waiting.undo else ""
    return f"{jtime(waiting.at)}に、{waiting.people}人に知らせます。{until}"


def closed(request, subject, *forms, word="write", is_of_the_past=True, named=""):
    """The EditConflict of an old tab in which somebody wrote on: what the matter is now, as this person was told of it, and what was typed.

    word: what its state opens while it is written. is_of_the_past: the press of such a page is never answered as one that was done;
    False for a page that sends, whose first press may have closed it. named: what this person may hear it called, if not its own name.
    """
    now = as_told_to(subject, request.user)
    # What the city decided is not told yet: nothing but that somebody was faster.
    message = str(Stale(subject)) if now.may(word) else CLOSED.format(subject=named or subject, state=now.status_label)
    error = EditConflict(message + (NOT_WRITTEN if request.method == "POST" else ""), subject, typed_in(*forms))
    error.is_of_the_past = is_of_the_past
    return error


def closed_page(request, subject, *forms, **more):
    """The 409 page of `closed`."""
    return conflict_page(request, closed(request, subject, *forms, **more))


def refusal(request, subject, word, why=""):
    """What to raise at whoever may not write: `closed` where they come with an old page of a matter whose state opens that no more, which
    they must have a part in; PermissionDenied with `why` otherwise."""
    is_late = request.method == "POST" and not subject.may(word)
    return closed(request, subject, word=word) if is_late else PermissionDenied(why)


def conflict_page(request, conflict, *, message=None):
    """The 409 page: somebody was faster, nothing was written, and what was typed stands here to be copied."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    context = {
        "heading": conflict.heading,
        "message": message or str(conflict),
        "subject": conflict.named,
        "address": conflict.address,
        "fields": conflict.entries or typed_in_post(sent, request.resolver_match),
    }
    answer = render(request, "409.html", context, status=409)
    answer.is_of_the_past = conflict.is_of_the_past
    return answer
