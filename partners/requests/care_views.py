"""Pages beside a thread: report, block, show, publish the answer, introduce two bodies."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.own_words import own_words
from kyodo_portal.notices.telling import when_told
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.events import event_of
from partners.directory.access import is_coordinator
from partners.directory.models import Partner

from . import access
from .actions import introduce, share
from .care_actions import about_answered, dismiss, etag_of_reports, publish_answer, reopen_reports, report, set_block
from .forms import IntroduceForm, KnownAnswerForm, ReportForm, SureForm
from .places import with_readers
from .presenters import both, open_reports
from .views import visible

BOTH = ["GET", "HEAD", "POST"]


def _asked(request, row, form, title, text, act, done, reports=()):
    """One page that asks, and on POST acts and leads back to the thread. reports: [Said], for who judges them."""
    if form.is_bound and form.is_valid():
        act(form.cleaned_data)
        messages.success(request, done() if callable(done) else done)
        return HttpResponseRedirect(f"{row.get_absolute_url()}#main")
    context = {"subject": row, "form": form, "title": title, "text": text, "reports": reports}
    return render(request, "partners/requests/care.html", context)


def _data(request):
    return request.POST if request.method == "POST" else None


@require_http_methods(BOTH)
def report_page(request, pk):
    """Say that something in the thread is wrong."""
    row = visible(request, pk)
    if not access.can_report(request.user, row):
        raise PermissionDenied
    text = own_words("相手には伝わりません。市が読んで、止めるかどうかを決めます。")
    return _asked(
        request, row, ReportForm(_data(request)), "困ったことがあったと知らせる", text,
        lambda said: report(row, by=request.user, **said), own_words("知らせました。市が確かめます。"),
    )  # fmt: skip


def _was_decided(request, row):
    """By this person, or, of what is sent, by a colleague: then the action says so."""
    decided = row.reports.filter(decided_at__isnull=False)
    if request.method == "POST" and access.guards(request.user, row):
        return decided.exists()
    return decided.filter(decided_by=request.user.pk).exists()


@require_http_methods(BOTH)
def dismiss_page(request, pk):
    """Answer a report without stopping the thread."""
    row = visible(request, pk)
    if not access.can_decide_report(request.user, row) and not _was_decided(request, row):
        raise PermissionDenied
    form = SureForm(_data(request), label="止めないことにする", initial={ETAG: etag_of_reports(row)})
    answer = "もう終わっているので、止めることはしない" if row.state.is_end else "止めないことにした"
    text = f"知らせた人に、{answer}と伝えます。このやりとりは、また読めなくなります。"
    return _asked(
        request,
        row,
        form,
        "知らせを受けて、止めない",
        text,
        lambda said: dismiss(row, by=request.user, etag=said[ETAG]),
        lambda: f"止めないことにしました。{when_told('知らせた人', about_answered(row), by=request.user)}",
        open_reports(row),
    )


@require_http_methods(BOTH)
def reopen_page(request, pk):
    """Take back that a report was answered without stopping the thread."""
    row = visible(request, pk)
    if not (access.can_reopen_reports(request.user, row) or access.can_decide_report(request.user, row)):
        raise PermissionDenied
    form = SureForm(_data(request), label="「止めない」を取り消す", initial={ETAG: etag_of_reports(row)})
    text = "知らせは、もう一度、決めるのを待ちます。それまで、このやりとりをまた読めます。「止めない」と伝わっていたときは、訂正を知らせます。"
    act = lambda said: reopen_reports(row, by=request.user, etag=said[ETAG])  # noqa: E731
    return _asked(request, row, form, "「止めない」を取り消す", text, act, "取り消しました。もう一度、決めてください。")


def _switched(request, row, is_on, words, act):
    """One page that turns something on (is_on) or off; words: {on or off: (title, the button's, what it means, what is said then)}.

    A second press asks for what the first one did, and is told the same.
    """
    if request.method == "POST":
        wanted = request.POST.get("is_on") == "1"
        act(is_on=wanted)
        messages.success(request, words[wanted][-1])
        return HttpResponseRedirect(f"{row.get_absolute_url()}#main")
    title, label, text, _ = words[is_on]
    context = {"subject": row, "title": title, "label": label, "text": text, "is_on": is_on}
    return render(request, "partners/requests/block.html", context)


BLOCKS = {
    True: (
        "この人の手紙を受けない", "手紙を受けない", "相手には知らせません。新しい手紙も、このやりとりの続きも、届かなくなります。", "手紙を受けないことにしました。",
    ),
    False: ("この人の手紙をまた受ける", "また受ける", "新しい手紙が、また届くようになります。", "また受けることにしました。"),
}  # fmt: skip
SHARES = {
    True: (
        own_words("コーディネーターにも見せる"), "見せる", own_words("つないだ人と、伴走しているコーディネーターが、このやりとりを読めます。いつでもやめられます。"), own_words("コーディネーターにも見せています。"),
    ),
    False: (own_words("コーディネーターに見せない"), "見せるのをやめる", own_words("コーディネーターは、このやりとりを読めなくなります。"), "見せるのをやめました。"),
}  # fmt: skip


@require_http_methods(BOTH)
def block_page(request, pk):
    """Take no letters of this person any more, or take them again."""
    row = visible(request, pk)
    if not access.can_block(request.user, row):
        raise PermissionDenied
    return _switched(request, row, not access.is_blocked(row.by, row.to), BLOCKS, partial(set_block, row, by=request.user))


@require_http_methods(BOTH)
def share_page(request, pk):
    """Let the coordinator read along, or no longer."""
    row = visible(request, pk)
    if not access.can_report(request.user, row):
        raise PermissionDenied
    return _switched(request, row, not row.is_shared, SHARES, lambda is_on: share(row, by=request.user, is_shared=is_on))


@require_http_methods(BOTH)
def answer_page(request, pk):
    """Write the question and its answer anew for everybody."""
    row = visible(request, pk)
    if not access.can_answer_for_all(request.user, row):
        raise PermissionDenied
    text = "だれでも読めるところに出ます。手紙の文は写しません。名前や、だれのことか分かることは書かないでください。"
    return _asked(
        request, row, KnownAnswerForm(_data(request)), "よくある質問にする", text,
        lambda said: publish_answer(row, by=request.user, **said), "よくある質問として公開しました。",
    )  # fmt: skip


@require_http_methods(BOTH)
def introduce_page(request):
    """A coordinator brings two bodies together (?one=3&other=5 chooses them at first)."""
    if not is_coordinator(request.user):
        raise Http404
    partners = Partner.objects.published().only("name", "kana_key", "kind", "office")
    bodies = list(with_readers(partners).order_by("kana_key", "pk"))
    first = {name: key for name in ("one", "other") if (key := small_int(request.GET.get(name))) is not None}
    form, status = IntroduceForm(_data(request), bodies=bodies, initial=first), 200
    if form.is_bound and form.is_valid():
        try:
            said = form.cleaned_data
            about = {"about": f"partner:{said['other'].pk}", "about_label": both(said["one"], said["other"])}
            row = introduce(by=request.user, **about, **said)
            messages.success(request, when_told("ふたつの団体の人", event_of(row, row.version), by=request.user))
            return HttpResponseRedirect(row.get_absolute_url())
        except ValidationError as error:
            form.add_error(None, error)
        except EditConflict as error:
            form.add_error(None, str(error))
            status = 409
    return render(request, "partners/requests/introduce.html", {"form": form, "back": reverse("requests")}, status=status)
