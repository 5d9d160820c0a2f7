"""団体の登録: a draft that is written page by page, checked, and sent."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.common.forms.three_way import compare
from kyodo_portal.common.forms.typed import Typed, typed_in
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.correction_actions import go_on
from kyodo_portal.process.edits import ETAG, etag_of
from kyodo_portal.process.errors import EditConflict, Stale
from kyodo_portal.process.pages import closed_page, conflict_page, is_second, say_kept
from kyodo_portal.process.readings import Overtaken, carried, reading_in, reading_of
from partners.directory.forms import form_pages
from partners.directory.payload import cleaned_payload, display_rows, draft_payload
from partners.directory.presenters import profile_of_payload
from partners.directory.schema import FILES_PAGE, PAGES, TITLES, schema_of

from .access import can_change_files, can_edit_registration, can_file_for, can_fill_registration, helps
from .actions import CHOICES_CHANGED, asks_choices, discard_draft, etag_of_page, save_page, stored_on
from .file_actions import add_file, drop_file
from .findings import doubts_of, papers_for
from .forms import DraftFileForm, FileForm
from .models import Registration
from .presenters import progress_of, similar_of, written_parts

KEPT = "ここまで入れたものは、下書きに残しました。直すところがあります。"


def draft_or_refuse(request, pk, allowed=can_edit_registration):
    """The application that this person may write: 404 if not visible, 403 if not theirs to write (`allowed`)."""
    registration = get_object_or_404(Registration.objects.visible_to(request.user).select_related("partner", "rule"), pk=pk)
    if not allowed(request.user, registration):
        raise PermissionDenied
    return registration


def too_late(request, registration, form, *, is_of_the_past=False):
    """409: the application was sent or withdrawn meanwhile. What was typed stands on the page, to be copied.

    is_of_the_past: this page does not send, or sent it once, and that was taken back.
    """
    word = "correct" if registration.was_sent else "write"
    return closed_page(request, registration, form, word=word, is_of_the_past=is_of_the_past)


def overtaken(request, error, form):
    """409: sent meanwhile, or the page was saved since it was opened. How it stands now and what was typed are on the page.

    Consents and promises are asked anew on a fresh page; other texts stand in their boxes, to be sent again.
    """
    if isinstance(error, Stale):
        return too_late(request, error.subject, form, is_of_the_past=True)
    if not asks_choices(form.key):
        form.show_conflict(error)
        return _draw(request, error.subject, form.key, form, status=409)
    page = next(rows for key, _, rows in display_rows(error.subject.payload, schema_of(error.subject.rule)) if key == form.key)
    stands = [Typed(f"いまの状態：{label}", text) for _, label, text in page if text]
    return conflict_page(request, EditConflict(CHOICES_CHANGED, error.subject, [*stands, *typed_in(form)]))


def version_in(request):
    """The version that the page carried; −1, which no matter has, for anything that is no number."""
    return small_int(request.POST.get("version"), -1)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, pk, key):
    """One topic of the draft. 「次へ」 asks for everything on the page, 「下書きを保存」 goes on with what is there; both keep it."""
    registration = draft_or_refuse(request, pk, can_fill_registration)
    if key == FILES_PAGE:
        return files(request, registration)
    pages = form_pages(schema_of(registration.rule))
    if key not in pages:
        raise Http404
    if not registration.may("write"):
        return too_late(request, registration, pages[key](request.POST) if request.POST else None, is_of_the_past=True)
    if request.method != "POST":
        initial = {**registration.payload, ETAG: etag_of_page(registration, key)}
        return _draw(request, registration, key, _page_form(pages[key], registration, initial=initial))
    form = _page_form(pages[key], registration, request.POST)
    whole, token = form.is_valid(), {"page": key, "etag": request.POST.get(ETAG, "")}
    try:
        if whole:
            _keep(request, registration, form, token, cleaned_payload(form))
        else:
            whole = _keep_draft(request, registration, form, token) and "draft" in request.POST
    except EditConflict as error:
        return overtaken(request, error, form)
    if not whole:
        return _draw(request, registration, key, form)
    return _go_on(request, registration, key)


def _page_form(made, registration, *args, **kwargs):
    """The form of one page; whoever writes on paper may leave out what needs a mailbox."""
    form = made(*args, **kwargs)
    for name in registration.may_lack:
        if name in form.fields:
            form.fields[name].required = False
    return form


def _keep_draft(request, registration, form, token):
    """Keep what can be kept of an unfinished page; whether that was all. A page asked once more knows what was kept."""
    values, whole = draft_payload(form)
    known = _keep(request, registration, form, token, values)
    form.knowing(known)
    if whole and "draft" not in request.POST:
        messages.info(request, KEPT)
    return whole


def _keep(request, registration, form, token, values):
    """Keep these values of a page. The token of the page that goes on from there: it lets alone what it let alone."""
    kept = save_page(registration=registration, by=request.user, values=values, **token)
    stored = stored_on(kept, token["page"])
    say_kept(request, form, stored, values)
    return compare(token["etag"], stored, values).token


def _go_on(request, registration, key):
    if "draft" in request.POST:
        messages.success(request, "下書きを保存しました。続きは、いつでも書けます。")
        return HttpResponseRedirect(f"{registration.get_absolute_url()}#main")
    keys = [page_key for page_key, _ in PAGES] + ["check"]
    following = keys[keys.index(key) + 1]
    return HttpResponseRedirect(f"{reverse('registration-page', args=[registration.pk, following])}#main")


def _draw(request, registration, key, form, status=200, **more):
    keys = [page_key for page_key, _ in PAGES]
    heading = TITLES[key]
    context = {
        "registration": registration,
        "form": form,
        "heading": heading,
        "lead": getattr(form, "lead", ""),
        "key": key,
        "steps": progress_of(registration).steps,
        "at": keys.index(key) + 1,
        "count": len(keys),
    }
    return render(
        request,
        "partners/registration/page.html" if key != FILES_PAGE else "partners/registration/files.html",
        {**context, **more},
        status=status,
    )


def files(request, registration):
    """Papers for the examination: added and taken away one by one."""
    if not can_change_files(request.user, registration):
        return too_late(request, registration, None)
    form_class = DraftFileForm if registration.may("write") else FileForm
    form = form_class()
    if request.method == "POST" and ("upload" in request.POST or request.FILES):
        form = form_class(request.POST, request.FILES)
        if form.is_valid() and _keep_file(request, registration, form):
            return redirect(f"{request.path}#main") if "upload" in request.POST else _go_on(request, registration, FILES_PAGE)
    elif request.method == "POST" and (file_pk := small_int(request.POST.get("remove"))) is not None:
        drop_file(registration=registration, by=request.user, pk=file_pk)
        return redirect(f"{request.path}#main")
    elif request.method == "POST":
        return _go_on(request, registration, FILES_PAGE)
    more = {"files": registration.files.standing(), "papers": papers_for(registration)}
    return _draw(request, registration, FILES_PAGE, form, **more)


def _keep_file(request, registration, form):
    try:
        add_file(registration=registration, by=request.user, accepted=form.cleaned_data["file"], kind=form.cleaned_data["kind"])
    except ValidationError as error:
        form.add_error("file", error)
        return False
    messages.success(request, "資料を付けました。")
    return True


def _send(request, registration):
    """None when the application is in, also by an earlier press of the same button; otherwise what keeps it from being sent.

    Overtaken where it was written on since its check page was opened.
    """
    step = "file" if registration.is_on_behalf else "submit"
    try:
        sent = take_step(registration, step, by=request.user, version=version_in(request), read=reading_in(request.POST))
        go_on(sent, request.user)
    except ValidationError as error:
        return " ".join(error.messages)
    except Stale as error:
        if not is_second(request, error):
            raise
    return None


def sends_or_reads(request):
    """Who may open the check page: whoever helps reads it, and only who may edit sends from it."""
    return can_edit_registration if request.method == "POST" else can_fill_registration


@require_http_methods(["GET", "HEAD", "POST"])
def check(request, pk):
    """Everything once more, with links to put it right, and how the public page will look. POST sends it."""
    registration, overtaken = draft_or_refuse(request, pk, sends_or_reads(request)), []
    if request.method != "POST" and not registration.may("write"):
        return HttpResponseRedirect(f"{registration.get_absolute_url()}#main")
    try:
        problem = _send(request, registration) if request.method == "POST" else ""
    except Overtaken as error:
        registration, problem, overtaken = error.subject, str(error), error.compared
    if problem is None:
        return HttpResponseRedirect(f"{reverse('registration-receipt', args=[pk])}#main")
    context = {
        "registration": registration,
        "helps": helps(request.user, registration),
        "problem": problem,
        "overtaken": overtaken,
        ETAG: carried(reading_of(registration.process.hook("submit"), registration)),
        **progress_of(registration)._asdict(),
        "files": registration.files.standing(),
        "parts": written_parts(registration),
        "profile": profile_of_payload(registration.payload, schema_of(registration.rule)),
        "similar": similar_of(registration, by_phone=_enters(request.user, registration)),
        "doubts": doubts_of(registration),
    }
    return render(request, "partners/registration/check.html", context, status=409 if overtaken else 200)


def _enters(user, registration):
    """Whether it is the secretariat that enters it for the group: it knows whose telephone is whose already."""
    return registration.is_on_behalf and can_file_for(user, registration.partner)


@require_safe
def receipt(request, pk):
    """受付番号 and what happens next; stays readable."""
    registration = draft_or_refuse(request, pk)
    if registration.may("write"):  # not sent yet, or taken back
        return HttpResponseRedirect(registration.get_absolute_url())
    return render(request, "partners/registration/receipt.html", {"registration": registration})


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request, pk):
    """Ask, then throw a draft away."""
    registration = draft_or_refuse(request, pk)
    if not registration.may("write"):
        return too_late(request, registration, None)
    if request.method == "POST":
        discard_draft(registration=registration, by=request.user, etag=request.POST.get(ETAG, ""))
        messages.success(request, "下書きを消しました。")
        return redirect("register")
    context = {"registration": registration, ETAG: etag_of(registration.payload)}
    return render(request, "partners/registration/discard.html", context)
