"""通知書 of a proposal: its result, and what comes before it. Decided is outside (決裁); number, day and reasons are carried over."""

from django.db.models import Q

from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.own_words import own_words_said
from kyodo_portal.letters.corrections import CORRECTION_MARKS
from kyodo_portal.letters.kinds import LetterDefault, LetterFacts, LetterKind
from kyodo_portal.letters.marks import day_in_words
from partners.directory.access import partners_of
from partners.models import Assignment
from projects.proposals.conflicts.models import Exclusion
from projects.proposals.joint.models import JointGroup
from projects.proposals.joint.states import JointState
from projects.proposals.models import Proposal

from .reasons import REASONS

FILE = "｛年度｝ 協働の提案"
ASK = (
    "この通知は、審査の結果をお知らせするものです。聞きたいことがあるときは、この通知を受け取った日の翌日から2週間のうちに、"
    "下の担当に連絡してください。書面でお答えします。"
)
HEAD = "提案の名前：｛件名｝\n受付番号：｛受付番号｝\n募集：｛募集の名前｝\n"
TAIL = own_words_said("市が負担する額：｛市の負担額｝\n担当課：｛協働する課｝\n審査委員会からの助言：｛助言｝")
DEFAULTS = (
    LetterDefault(
        "adopt", "採択通知書", "協働の提案の採択について（通知）",
        "提案のあった取り組みについて、審査の結果、次のとおり採択することに決めたので、通知します。\n\n記\n"
        f"{HEAD}期間：｛期間｝\n理由：｛決定の理由｝\n{TAIL}",
        "contact", ASK, FILE, 5,
    ),
    LetterDefault(
        "adopt_with", "条件付採択通知書", "協働の提案の条件付採択について（通知）",
        "提案のあった取り組みについて、審査の結果、次の条件を付けて採択することに決めたので、通知します。\n\n記\n"
        f"{HEAD}条件：｛条件｝\n期間：｛期間｝\n理由：｛決定の理由｝\n{TAIL}",
        "contact", ASK, FILE, 5,
    ),
    LetterDefault(
        "decline", "不採択通知書", "協働の提案の審査の結果について（通知）",
        "提案のあった取り組みについて、審査の結果、採択しないことに決めたので、通知します。"
        "提案してくださったことに、お礼を申し上げます。\n\n記\n"
        f"{HEAD}理由：｛決定の理由｝\n審査委員会からの助言：｛助言｝",
        "contact", ASK, FILE, 5,
    ),
    LetterDefault(
        "continue", "継続協議通知書", "協働の提案の審査の結果について（通知）",
        "提案のあった取り組みについて、審査の結果、担当課との話し合いを続けることに決めたので、通知します。\n\n記\n"
        f"{HEAD}理由：｛決定の理由｝\n審査委員会からの助言：｛助言｝",
        "contact", ASK, FILE, 5,
    ),
    LetterDefault(
        "not_accept", "受理しない通知書", "協働の提案について（通知）",
        "送られた提案について、次の理由により受理しないことに決めたので、通知します。\n\n記\n"
        f"{HEAD}理由：｛理由｝",
        "contact", ASK, FILE, 5,
    ),
    LetterDefault(
        "ask_correct", "補正のお願い", "協働の提案の補正について（お願い）",
        "提案のあった取り組みについて、次のところを直してくださるよう、お願いします。\n\n記\n"
        "提案の名前：｛件名｝\n受付番号：｛受付番号｝\n直すところ：｛補正の内容｝\n直す期限：｛補正の期限｝",
        "contact", "わからないことがあるときは、下の担当に連絡してください。", FILE, 3,
    ),
    LetterDefault(
        "add_correct", "補正の追加のお願い", "協働の提案の補正の追加について（お願い）",
        "先に補正をお願いした提案について、次のところを直してくださるよう、あらためてお願いします。先にお願いしたところも、入っています。\n\n記\n"
        "提案の名前：｛件名｝\n受付番号：｛受付番号｝\n直すところ：｛補正の内容｝\n直す期限：｛補正の期限｝",
        "contact", "わからないことがあるときは、下の担当に連絡してください。", FILE, 3,
    ),
    LetterDefault(
        "lapse", "採択の効力の終わりの通知書", "協働の提案の採択について（通知）",
        "採択した取り組みについて、次の理由により、採択の効力がなくなったことを通知します。\n\n記\n"
        f"{HEAD}理由：｛理由｝",
        "contact", ASK, FILE, 5,
    ),
)  # fmt: skip


def _facts(proposal, change):
    decision = proposal.recorded_decision
    return LetterFacts(
        to_name=proposal.partner.name,
        to_person=proposal.partner.representative,
        received_number=proposal.number or "",
        document_number=decision.document_number if decision else "",
        decided_on=decision.decided_on if decision else None,
    )


def _of_decision(read):
    """A mark out of the recorded decision; "" where there is none."""

    def mark(proposal, change):
        decision = proposal.recorded_decision
        return read(decision) if decision is not None else ""

    return mark


def _span(proposal, change):
    days = [day_in_words(day) for day in (proposal.starts_on, proposal.ends_on) if day]
    return "から".join(days) + ("まで" if len(days) == 2 else "")


def _found_by(user):
    """Of one's own groups, also those that propose with others, and of the groups that one accompanies."""
    mine = partners_of(user)
    joint = JointGroup.objects.filter(partner__in=mine, state=JointState.ACCEPTED, proposal__isnull=False)
    assigned = Assignment.objects.valid().filter(user=user).values("partner")
    return Proposal.objects.filter(Q(partner__in=mine) | Q(pk__in=joint.values("proposal")) | Q(partner__in=assigned))


def _at_desk_of(user):
    """What the secretariat or a department works on; not what a group of one's own proposes (利益相反), nor what one stays away from."""
    mine = partners_of(user)
    joint = JointGroup.objects.filter(partner__in=mine, proposal__isnull=False)
    own = Q(partner__in=mine) | Q(pk__in=joint.values("proposal"))
    said = {state: Exclusion.objects.filter(user=user, state=state).values("proposal") for state in ("confirmed", "rejected")}
    rows = Proposal.objects.at_desk_of(user).exclude(own & ~Q(pk__in=said["rejected"]))
    return rows.exclude(pk__in=said["confirmed"])


PROPOSALS = LetterKind(
    model=Proposal,
    facts=_facts,
    found_by=_found_by,
    at_desk_of=_at_desk_of,
    marks={
        "募集の名前": lambda proposal, change: proposal.call.title,
        "募集の年度": lambda proposal, change: fiscal_label(proposal.call.fiscal_year),
        "期間": _span,
        "結果": _of_decision(lambda decision: decision.get_result_display()),
        "決定の理由": _of_decision(lambda decision: decision.why),
        "条件": _of_decision(lambda decision: decision.conditions),
        "市の負担額": _of_decision(lambda decision: f"{decision.amount:,}円以内" if decision.amount is not None else ""),
        "助言": _of_decision(lambda decision: decision.advice),
        "協働する課": lambda proposal, change: proposal.department.name if proposal.department else "",
        **CORRECTION_MARKS,
    },
    asks=("ask_correct", "add_correct"),
    defaults=DEFAULTS,
    reasons=REASONS,
)
