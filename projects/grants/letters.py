"""通知書 of a grant: decided, changed, confirmed, to be given back, revoked. Sums come from its accounts, number and day from the 決裁."""

import datetime

from kyodo_portal.letters.appeals import ASK, REVIEW
from kyodo_portal.letters.corrections import CORRECTION_MARKS
from kyodo_portal.letters.kinds import LetterDefault, LetterFacts, LetterKind
from kyodo_portal.letters.marks import day_in_words
from partners.directory.access import accompanied_by, is_city_staff, is_secretariat, offices_of, partners_of

from . import money
from .models import Grant

FILE = "｛年度｝ ｛補助制度｝"
HEAD = "補助事業の名前：｛補助事業の名｝\n補助番号：｛受付番号｝\n補助制度：｛補助制度｝\n根拠：｛根拠｝\n"
WHY = "理由：｛理由の種類｝\n理由の説明：｛理由｝"
BACK = "\n\n期限までに納めないときは、納める日までの日数に応じて、年｛延滞金の率｝の延滞金がかかることがあります。"

DEFAULTS = (
    LetterDefault(
        "ask_correct", "補正のお願い", "補助金の交付申請の補正について（お願い）",
        "申請のあった補助金について、次のところを直して、もう一度出してくださるよう、お願いします。\n\n記\n"
        f"{HEAD}直すところ：｛補正の内容｝\n直す期限：｛補正の期限｝",
        "contact", ASK, FILE, 3,
    ),
    LetterDefault(
        "decide", "交付決定通知書", "補助金の交付の決定について（通知）",
        "申請のあった補助金について、次のとおり交付することに決めたので、通知します。\n\n記\n"
        f"{HEAD}事業の期間：｛期間｝\n申請額：｛申請額｝\n交付決定額：｛交付決定額｝\n申請額と違う理由：｛削った理由｝\n"
        "条件：｛条件｝\n実績報告の期限：｛実績報告の期限｝\n取下げのできる期限：｛取下げの期限｝\n担当課：｛受け持つ課｝\n\n"
        "内容を変えるとき、やめるときは、その前に届けてください。支払いを示す書類は、事業が終わってから5年間、残してください。",
        "review", REVIEW, FILE, 5,
    ),
    LetterDefault(
        "decline", "不交付決定通知書", "補助金の交付について（通知）",
        "申請のあった補助金について、次の理由により交付しないことに決めたので、通知します。\n\n記\n"
        f"{HEAD}申請額：｛申請額｝\n{WHY}",
        "review", REVIEW, FILE, 5,
    ),
    LetterDefault(
        "allow_change", "変更承認通知書", "補助事業の変更の承認について（通知）",
        "申請のあった補助事業の変更について、次のとおり承認することに決めたので、通知します。\n\n記\n"
        f"{HEAD}変更の内容：｛変更の内容｝\n変更前の交付決定額：｛変更前の額｝\n変更後の交付決定額：｛交付決定額｝\n条件：｛条件｝",
        "review", REVIEW, FILE, 5,
    ),
    LetterDefault(
        "allow_stop", "中止承認通知書", "補助事業の中止の承認について（通知）",
        "申請のあった補助事業の中止について、承認することに決めたので、通知します。それまでにしたことの実績を、報告してください。"
        f"\n\n記\n{HEAD}中止の理由：｛変更の内容｝\n実績報告の期限：｛期限｝",
        "contact", ASK, FILE, 5,
    ),
    LetterDefault(
        "refuse_change", "変更等不承認通知書", "補助事業の｛求めたこと｝について（通知）",
        "申請のあった補助事業の｛求めたこと｝について、次の理由により承認しないことに決めたので、通知します。"
        f"さきの交付決定は、そのまま続いています。\n\n記\n{HEAD}申請の内容：｛変更の内容｝\n理由：｛理由｝",
        "review", REVIEW, FILE, 5,
    ),
    LetterDefault(
        "direct", "遂行の命令書", "補助事業の遂行について（命令）",
        "補助事業が、交付決定の内容や条件のとおりに行われていないので、次のとおり進めるよう命じます。\n\n記\n"
        f"{HEAD}命じること：｛理由｝\n期限：｛期限｝",
        "contact", ASK, FILE, 5,
    ),
    LetterDefault(
        "send_back", "実績報告の補正のお願い", "補助事業の実績報告の補正について（お願い）",
        "届いた実績報告について、次のところを直して、もう一度出してくださるよう、お願いします。\n\n記\n"
        f"{HEAD}直すところ：｛理由｝\n期限：｛期限｝",
        "contact", ASK, FILE, 3,
    ),
    LetterDefault(
        "confirm", "額の確定通知書", "補助金の額の確定について（通知）",
        "実績報告を検査した結果、補助金の額を次のとおり確定したので、通知します。\n\n記\n"
        f"{HEAD}交付決定額：｛交付決定額｝\n確定額：｛確定額｝\n計算した額と違う理由：｛確定額の理由｝\nこれまでに支払った額：｛支払った額｝\n"
        "これから支払う額：｛これから支払う額｝\n返していただく額：｛超えて支払った額｝",
        "review", REVIEW, FILE, 5,
    ),
    LetterDefault(
        "ask_refund", "返還請求通知書", "補助金の返還について（通知）",
        "支払った額が、確定した額より多いので、次のとおり返還を求めます。納め方は、下の担当から連絡します。\n\n記\n"
        f"{HEAD}確定額：｛確定額｝\nこれまでに支払った額：｛支払った額｝\n返還する額：｛返還額｝\n返還の期限：｛期限｝{BACK}",
        "contact", ASK, FILE, 5,
    ),
    LetterDefault(
        "revoke", "交付決定取消通知書", "補助金の交付の決定の取消しについて（通知）",
        "次の理由により、さきの補助金の交付の決定を取り消したので、通知します。\n\n記\n"
        f"{HEAD}取り消した交付決定額：｛交付決定額｝\n{WHY}\n決裁日：｛決裁日｝",
        "review", REVIEW, FILE, 5,
    ),
    LetterDefault(
        "revoke_paid", "交付決定取消・返還請求通知書", "補助金の交付の決定の取消しと返還について（通知）",
        "次の理由により、さきの補助金の交付の決定を取り消し、支払った補助金の返還を求めます。納め方は、下の担当から連絡します。\n\n記\n"
        f"{HEAD}取り消した交付決定額：｛交付決定額｝\n{WHY}\nこれまでに支払った額：｛支払った額｝\n"
        f"返還する額：｛返還額｝\n返還の期限：｛期限｝\n決裁日：｛決裁日｝{BACK}｛加算金｝",
        "review", REVIEW, FILE, 5,
    ),
)  # fmt: skip


def _facts(grant, change):
    decided_on = _said_day(change, "decided_on")
    return LetterFacts(
        to_name=grant.partner.name,
        to_person=grant.partner.representative,
        received_number=grant.number or "",
        document_number=change.details["document_number"] if decided_on else "",  # a payment's number is no letter's
        decided_on=decided_on,
    )


def _said_day(change, name):
    """The day that this step was answered with, or None."""
    text = (change.details or {}).get(name)
    return datetime.date.fromisoformat(text) if text else None


def _before(change, name):
    """What stood in this column before the step: what was asked for is empty again once it is answered."""
    return ((change.kept or {}).get("was") or {}).get(name)


def _yen(read):
    """A mark for a sum in yen; "" where there is none, and for nothing."""

    def mark(grant, change):
        amount = read(grant, change)
        return money.yen(amount) if amount else ""

    return mark


def _confirmed(count):
    """A mark for what follows from the 確定額 and what was paid; "" before that."""
    return _yen(lambda grant, change: grant.confirmed is not None and count(grant.confirmed, grant.paid))


def _span(grant, change):
    return "から".join(day_in_words(day) for day in (grant.starts_on, grant.ends_on) if day) + ("まで" if grant.ends_on else "")


def _renounced_by(grant, change):
    """Of the decision alone: the last day on which its group may give it back."""
    days = datetime.timedelta(days=grant.rule.withdraw_days)
    return day_in_words(grant.decided_on + days) if change.step == "decide" else ""


def _wanted(grant, change):
    return {"change": "変更", "stop": "中止"}.get(_before(change, "change_kind"), "")


def _found_by(user):
    """Of one's own groups, and of those that one accompanies."""
    return Grant.objects.filter(partner__in=partners_of(user) | accompanied_by(user))


def _at_desk_of(user):
    """The secretariat's, and those of the schemes of an office; not those of one's own groups (利益相反)."""
    rows = Grant.objects.exclude(partner__in=partners_of(user))
    if is_secretariat(user):
        return rows
    return rows.filter(rule__scheme__department__in=offices_of(user)) if is_city_staff(user) else rows.none()


GRANTS = LetterKind(
    model=Grant,
    facts=_facts,
    found_by=_found_by,
    at_desk_of=_at_desk_of,
    marks={
        "補助事業の名": lambda grant, change: grant.title,
        "補助制度": lambda grant, change: grant.rule.scheme.title,
        "根拠": lambda grant, change: grant.rule.scheme.basis_text,
        "期間": _span,
        "申請額": _yen(lambda grant, change: grant.asked),
        "交付決定額": _yen(lambda grant, change: grant.decided),
        "変更前の額": _yen(lambda grant, change: _before(change, "decided")),
        "削った理由": lambda grant, change: grant.cut_reason,
        "条件": lambda grant, change: grant.conditions,
        "確定額": lambda grant, change: money.yen(grant.confirmed) if grant.confirmed is not None else "",
        "確定額の理由": lambda grant, change: grant.why_differs,
        "支払った額": _yen(lambda grant, change: grant.paid),
        "これから支払う額": _confirmed(money.owed),
        "超えて支払った額": _confirmed(money.refund),
        "返還額": _yen(lambda grant, change: grant.rest_to_refund),
        "延滞金の率": lambda grant, change: grant.rule.late_words,
        "加算金": lambda grant, change: grant.rule.surcharge_words,
        "期限": lambda grant, change: day_in_words(_said_day(change, "due")),
        "実績報告の期限": lambda grant, change: day_in_words(grant.report_by),
        "取下げの期限": _renounced_by,
        "求めたこと": _wanted,
        "変更の内容": lambda grant, change: _before(change, "change_what"),
        "理由の種類": lambda grant, change: grant.ground,
        "受け持つ課": lambda grant, change: grant.rule.scheme.department.name,
        **CORRECTION_MARKS,
    },
    asks=("ask_correct", "add_correct", "send_back"),
    defaults=DEFAULTS,
    is_disposition=lambda grant: grant.rule.scheme.is_disposition,
    readers=("applicant", "member", "coordinator"),
)
