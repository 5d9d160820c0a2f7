"""A proposal goes to its panel: what is asked before, whom it is told, and how it is taken back."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.workflow import Hook
from kyodo_portal.notices.actions import notify, take_back, tell_anew
from kyodo_portal.process.events import event_of
from projects.proposals.drafting.completeness import missing_later, problems_of
from projects.proposals.drafting.pages import load_parts

from .access import proposal_audience
from .conflicts.actions import note_exclusions
from .workflow import PROPOSAL


def refuse_ahead(proposal, ahead_reason):
    """ValidationError where somebody may still send, and nobody has said why this one goes on before."""
    if proposal.call.awaits_more and not (ahead_reason or "").strip():
        raise ValidationError({"ahead_reason": "まだ受付が終わっていません。締切の前に進める理由を書いてください。"})


def refuse_open_questions(proposal):
    """ValidationError while a question that might be left open when the proposal was sent still has no answer."""
    missing = missing_later(load_parts(proposal))
    if missing:
        names = "、".join(question.label for question in missing)
        raise ValidationError(f"あとで必須の質問に、まだ答えがありません：{names}。「補正を求める」で、団体に求めてください。")


def refuse_gaps_of_a_paper(proposal):
    """ValidationError while what came on paper lacks what everybody else's proposal has: the panel judges whole ones."""
    problems = problems_of(proposal, load_parts(proposal)) if proposal.paper_day else []
    if problems:
        lacks = "、".join(problem.message.removesuffix("。") for problem in problems)
        raise ValidationError(f"紙の提案に、まだ足りないところがあります：{lacks}。「補正を求める」で、団体に求めてください。")


def _before_the_review(proposal, **_):
    return {"ahead_reason": proposal.ahead_reason, "event": _review_event(proposal.call)}


def _before_review(proposal, *, ahead_reason="", **answers):
    refuse_ahead(proposal, ahead_reason)
    if proposal.call.questions.filter(later=True).exists():
        refuse_open_questions(proposal)
    refuse_gaps_of_a_paper(proposal)
    proposal.ahead_reason = ahead_reason if proposal.call.awaits_more else ""
    proposal.save(update_fields=["ahead_reason", "updated_at"])


def _review_begins(proposal, *, by, **answers):
    """The panel is told once a call, not once a proposal: its members find all of them, also later ones, on one page.

    随時相談型 is judged through the whole year: there once a day.
    """
    note_exclusions(proposal, by=by, wait=True)
    call = proposal.call
    until = f"審査票は{jdate(call.sheets_due_on)}までに出してください。\n" if call.sheets_due_on else ""
    notify(
        proposal_audience(proposal, "panel"),
        title=f"「{call}」の審査が始まりました",
        body=f"{until}審査する提案と審査票は、次の画面に並んでいます。このあと審査に進む提案も、同じ画面に加わります。",
        url=reverse("reviews"),
        key=_review_event(call),
        by=by,
        wait=True,
    )


def _review_event(call):
    day = f":{timezone.localdate():%Y%m%d}" if call.track == call.Track.ANYTIME else ""
    return f"review-begins:{call.pk}{day}"


def _review_has_not_begun(proposal, *, by, undone, **answers):
    """Once no proposal of the call is judged any more, the panel does not hear that it began, or hears that it has not."""
    call, proposal.ahead_reason = proposal.call, undone.kept["ahead_reason"]
    proposal.save(update_fields=["ahead_reason", "updated_at"])
    if call.proposals.filter(status__in=PROPOSAL.opening("mark")).exists():
        return
    event = undone.kept.get("event") or _review_event(call)  # 随時相談型 is told anew each day: that of the day it began
    told = take_back(event).told
    tell_anew(event)
    notify(
        told.values(),
        title=f"訂正：「{call}」の審査は、まだ始まっていません",
        body="先にお知らせした「審査が始まりました」は、まちがいでした。取り消します。始まったときに、もう一度お知らせします。",
        url=reverse("reviews"),
        key=f"{event_of(proposal, proposal.version)}:panel",
        by=by,
    )


HOOKS = {
    "start_review": Hook(keep=_before_the_review, prepare=_before_review, effect=_review_begins),
    "undo_start_review": Hook(effect=_review_has_not_begun),
}
