"""Check: the report, one side's evaluation, the talk."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kyodo_portal.common.forms.typed import typed_in
from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict, Stale
from kyodo_portal.process.pages import is_second, refusal, refuse_late
from projects.cycles.access import (
    can_choose_disclosure,
    can_evaluate,
    can_record_talk,
    can_submit_evaluation,
    can_write_report,
    disclosure_side,
)
from projects.cycles.money import doubts_about_report
from projects.cycles.presenters import (
    answers_about_disclosure,
    first_evaluation,
    first_report,
    first_talk,
    indicators_of,
    own_evaluation,
)
from projects.cycles.views import done, working_cycle
from projects.specs.models import Asked

from .disclosure_actions import choose_disclosure, etag_of_disclosure
from .evaluation_actions import (
    etag_of_check,
    etag_of_evaluation,
    evaluation_gaps,
    hand_in_evaluation,
    is_evaluation,
    save_evaluation,
    take_back_evaluation,
)
from .evaluation_forms import HandInForm, evaluation_form
from .forms import DisclosureForm, report_form, talk_form
from .item_actions import ensure_evaluation_items
from .report_actions import is_report, save_report, submit_report
from .sheet import ALL, given_on, page_in, pages_of
from .talk_actions import gaps_of, is_talk, record_talk

REPORTED, TALKED = "実績報告を出しました。", "話し合いの結果を記録しました。"


WRITTEN_ON = "ほかの人か、あなたの別の画面が先に書き足しました。入れた内容は残っています。もう一度押すと、この内容で保存します。"
NOT_AS_READ = "この画面を開いたあとに、書き足されたか、取りもどされました。下にいまの内容があります。これでよければ、もう一度押してください。"


def _try(request, form, action, etag="", overtaken=WRITTEN_ON):
    """Call the action; what it refuses stands in the form. True when it was done. `etag`: of the draft as it is now; `overtaken`:
    what is said where it is another one.
    """
    try:
        action()
    except Stale as error:  # the year moved on: the 409 page says so
        if is_second(request, error):
            return True
        error.entries = typed_in(form)
        raise
    except EditConflict:
        form.add_error(None, overtaken)
        form.knowing(etag)
    except ValidationError as error:
        form.add_error(None, error)
    else:
        return True
    return False


@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk, fiscal_year):
    """The report with the settlement: a draft until it is handed in."""
    cycle = working_cycle(request, pk, fiscal_year)
    initial = {**first_report(cycle), "version": cycle.version}
    form = report_form(
        indicators_of(cycle),
        rows=list(cycle.spec.fields.filter(asked=Asked.FINISH)),
        extra=cycle.extra,
        data=request.POST if request.method == "POST" else None,
        initial=initial,
    )
    if not can_write_report(request.user, cycle):
        if form.is_valid() and form.is_sent and is_report(cycle, by=request.user, **but_token(form.values)):
            return done(request, cycle, REPORTED)
        refuse_late(request, cycle, form, "実績報告は、報告待ちのあいだに、団体か担当課が書きます。")
    if request.method == "POST" and form.is_valid() and not (form.is_sent and form.asks_about(_doubts(cycle, form))):
        action = submit_report if form.is_sent else save_report
        extra = {"version": form.cleaned_data["version"] or 0} if form.is_sent else {}
        if _try(request, form, lambda: action(cycle, by=request.user, **extra, **form.values), initial[ETAG]):
            return done(request, cycle, REPORTED if form.is_sent else "下書きを保存しました。まだ出していません。")
    context = {"cycle": cycle, "form": form}
    return render(request, "projects/cycles/check/report.html", context, status=form.http_status)


def _doubts(cycle, form):
    return doubts_about_report(cycle, form.values["income"], form.values["expense"])


@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request, pk, fiscal_year):
    """One side's own answers. The other side's stand nowhere on this page, nor anywhere else, until both are in."""
    cycle = working_cycle(request, pk, fiscal_year)
    if not can_evaluate(request.user, cycle):
        return _too_late(request, cycle)
    own, items = own_evaluation(cycle, request.user), ensure_evaluation_items(cycle)
    if request.method != "POST" and "part" not in request.GET and _waits_for(request.user, cycle, own):
        return redirect(f"{cycle.page_url('cycle-evaluation-check')}#main")
    pages, initial = pages_of(items), first_evaluation(own)
    page = page_in(pages, request.GET.get("part", ALL))
    form = evaluation_form(
        page.items if page else items,
        with_words=page is None or page.asks_words,
        data=request.POST if request.method == "POST" else None,
        initial=initial,
    )
    if own is not None and own.submitted_at:
        return _handed_in(request, cycle, own, form)
    if request.method == "POST" and form.is_valid():
        if _try(request, form, lambda: save_evaluation(cycle, by=request.user, **form.values), initial[ETAG]):
            return _after_page(request, cycle, form, page)
    context = {"cycle": cycle, "form": form, "pages": pages, "page": page}
    context |= {"following": pages[page.number] if page and page.number < len(pages) else None}
    return render(request, "projects/cycles/check/evaluation.html", context, status=form.http_status)


def _too_late(request, cycle):
    """Nothing can be written: what was handed in stands beside what somebody still sends, everybody else is refused."""
    own = own_evaluation(cycle, request.user) if request.method == "POST" else None
    if own is not None and own.submitted_at:
        return _handed_in(request, cycle, own, evaluation_form(ensure_evaluation_items(cycle), data=request.POST))
    raise refusal(request, cycle, "evaluate", "評価は、評価中のあいだに、団体などと担当課がそれぞれ書きます。")


def _waits_for(user, cycle, own):
    """Whether everything is answered and only this person's handing in is left: then the sheet opens on its check page."""
    drafted = own is not None and not own.submitted_at and can_submit_evaluation(user, cycle)
    return drafted and not evaluation_gaps(own)


def _after_page(request, cycle, form, page):
    """Where a kept page of the sheet leads: to the check, to the next page, or away from it."""
    if form.is_sent:
        return redirect(f"{cycle.page_url('cycle-evaluation-check')}#main")
    if form.is_for_later or page is None:
        return done(request, cycle, "下書きを保存しました。まだ出していません。")
    return redirect(f"{cycle.page_url('cycle-evaluation')}?part={page.number + 1}#main")


@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_check(request, pk, fiscal_year):
    """What was kept, once more in full; then a representative hands it in."""
    cycle = working_cycle(request, pk, fiscal_year)
    own = own_evaluation(cycle, request.user)
    if own is None and not can_evaluate(request.user, cycle):
        raise PermissionDenied
    if own is None or (own.submitted_at and request.method != "POST"):
        return redirect(f"{cycle.page_url('cycle-evaluation')}#main")
    form = HandInForm(request.POST if request.method == "POST" else None, initial={ETAG: etag_of_check(own)})
    if request.method == "POST" and form.is_valid():
        hand_in = lambda: hand_in_evaluation(cycle, by=request.user, etag=form.cleaned_data[ETAG])  # noqa: E731
        if _try(request, form, hand_in, etag_of_check(own), NOT_AS_READ):
            return done(request, cycle, said_of_evaluation(cycle))
    gaps, may_hand_in = evaluation_gaps(own), can_submit_evaluation(request.user, cycle)
    context = {"cycle": cycle, "own": own, "form": form, "gaps": gaps, "may_hand_in": may_hand_in}
    context["given"] = given_on(pages_of(ensure_evaluation_items(cycle)), own)
    answer = render(request, "projects/cycles/check/evaluation_check.html", context, status=form.http_status)
    answer.is_of_the_past = form.is_bound  # what went through once and was taken back since is not answered as done
    return answer


@require_POST
def evaluation_back(request, pk, fiscal_year):
    """What was handed in becomes a draft again, until the other side has handed in."""
    cycle = working_cycle(request, pk, fiscal_year)
    take_back_evaluation(cycle, by=request.user, etag=request.POST.get(ETAG, ""))
    messages.success(request, "出した評価を取りもどしました。直して、もう一度出してください。")
    return redirect(f"{cycle.page_url('cycle-evaluation')}#main")


def _handed_in(request, cycle, own, form):
    """The sheet that is in, and the way back. Whoever still sends one gets it back beside it."""
    if form.is_valid() and form.is_sent and is_evaluation(own, by=request.user, **but_token(form.values)):
        return done(request, cycle, said_of_evaluation(cycle))
    may_take_back = cycle.may("evaluate") and can_submit_evaluation(request.user, cycle)
    context = {"cycle": cycle, "own": own, "fields": typed_in(form), "may_take_back": may_take_back}
    context["given"] = given_on(pages_of(ensure_evaluation_items(cycle)), own)
    context[ETAG] = etag_of_evaluation(own)
    return render(request, "projects/cycles/check/evaluation.html", context, status=409 if form.is_bound else 200)


def but_token(values):
    return {name: value for name, value in values.items() if name not in (ETAG, "version")}


def said_of_evaluation(cycle):
    """That the sheet is in, and whether it was the second one, which opens both."""
    cycle.refresh_from_db(fields=["status", "status_since"])
    return "評価を出しました。" + (
        "双方がそろったので、たがいの答えが読めます。"
        if cycle.answers_are_open
        else f"双方がそろいました。{cycle.opens_at}に、たがいの答えが読めるようになります。それまでは取りもどせます。"
        if cycle.answers_wait
        else "相手の評価を待ちます。"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def talk(request, pk, fiscal_year):
    """What both sides said about the gaps: recorded once, then the year goes on to 見直し."""
    cycle = working_cycle(request, pk, fiscal_year)
    form = talk_form(
        gaps_of(cycle), data=request.POST if request.method == "POST" else None, initial=first_talk(cycle, request.user)
    )
    if not can_record_talk(request.user, cycle):
        if form.is_valid() and is_talk(cycle, by=request.user, **but_token(form.values)):
            return done(request, cycle, TALKED)
        why = own_words(
            "話し合いの結果は、双方の評価が開いてから、話し合いの段階で、担当課・事務局・コーディネーターが記録します。"
        )
        refuse_late(request, cycle, form, why)
    if request.method == "POST" and form.is_valid():
        if _try(request, form, lambda: record_talk(cycle, by=request.user, **form.values)):
            return done(request, cycle, TALKED)
    return render(request, "projects/cycles/check/talk.html", {"cycle": cycle, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def disclosure(request, pk, fiscal_year):
    """How much of the evaluation everybody reads: what both sides have said, and the answer of one's own."""
    cycle = working_cycle(request, pk, fiscal_year)
    if not can_choose_disclosure(request.user, cycle):
        raise PermissionDenied("評価の公表は、双方の評価が開いたあとに、団体などの代表者と担当課がそれぞれ決めます。")
    etag, side = etag_of_disclosure(cycle), disclosure_side(request.user, cycle)
    given = cycle.disclosure_consents.in_force().filter(side=side).first()
    initial = {ETAG: etag, "layer": given.layer if given else ""}
    form = DisclosureForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if _try(request, form, lambda: choose_disclosure(cycle, by=request.user, **form.cleaned_data), etag):
            cycle.refresh_from_db(fields=["disclosure"])
            return done(
                request, cycle, f"評価の公表についての返事を記録しました。いまは「{cycle.get_disclosure_display()}」です。"
            )
    context = {"cycle": cycle, "form": form, "answers": answers_about_disclosure(cycle)}
    return render(request, "projects/cycles/check/disclosure.html", context, status=form.http_status)
