"""通知書 of an application: approved or not, changed or not, revoked; what has to be put right, and a report that is asked for."""

import datetime

from kyodo_portal.common.own_words import own_words_said
from kyodo_portal.letters.appeals import ASK, REVIEW
from kyodo_portal.letters.corrections import CORRECTION_MARKS
from kyodo_portal.letters.kinds import LetterDefault, LetterFacts, LetterKind
from kyodo_portal.letters.marks import day_in_words
from partners.directory.access import accompanied_by, is_city_staff, is_secretariat, offices_of, partners_of
from projects.specs.asking import words_of
from projects.specs.models import Asked, Ground

from .asked import own_fields
from .changes import as_it_stood, change_in_words
from .models import Application
from .reasons import REASONS

FILE = "｛年度｝ 後援・共催・減免"
HEAD = "申請の種類：｛申請の種類｝\n名前：｛件名｝\n受付番号：｛受付番号｝\n"
WHEN = "期間：｛期間｝\n場所：｛場所｝\n"
WHY = "理由：｛理由の種類｝\n理由の説明：｛理由｝"

DEFAULTS = (
    LetterDefault(
        "approve", "承認通知書", "｛申請の種類｝の申請の承認について（通知）",
        "申請のあったことについて、次のとおり承認することに決めたので、通知します。\n\n記\n"
        f"{HEAD}{WHEN}承認の内容：｛承認の内容｝\n条件：｛条件｝\n実施の報告の期限：｛報告の期限｝\n担当課：｛受け持つ課｝\n\n"
        "内容を変えるとき、やめるときは、その前に届けてください。",
        "review", REVIEW, FILE, 5,
    ),
    LetterDefault(
        "decline", "不承認通知書", "｛申請の種類｝の申請について（通知）",
        "申請のあったことについて、次の理由により承認しないことに決めたので、通知します。\n\n記\n"
        f"{HEAD}{WHEN}{WHY}",
        "review", REVIEW, FILE, 5,
    ),
    LetterDefault(
        "allow_change", "変更承認通知書", "｛申請の種類｝の変更の承認について（通知）",
        "届けのあった変更について、次のとおり承認することに決めたので、通知します。ほかの内容と条件は、はじめの承認のとおりです。"
        f"\n\n記\n{HEAD}変更の内容：｛変更の内容｝\n条件：｛条件｝",
        "review", REVIEW, FILE, 5,
    ),
    LetterDefault(
        "refuse_change", "変更不承認通知書", "｛申請の種類｝の変更について（通知）",
        "届けのあった変更について、次の理由により承認しないことに決めたので、通知します。はじめの承認は、そのまま続いています。"
        f"\n\n記\n{HEAD}変更の内容：｛変更の内容｝\n{WHY}",
        "review", REVIEW, FILE, 5,
    ),
    LetterDefault(
        "ask_correct", "補正のお願い", "｛申請の種類｝の申請の補正について（お願い）",
        "申請のあったことについて、次のところを直してくださるよう、お願いします。直したものが届いてから、続きを審査します。\n\n記\n"
        f"{HEAD}直すところ：｛補正の内容｝\n直す期限：｛補正の期限｝",
        "contact", ASK, FILE, 3,
    ),
    LetterDefault(
        "add_correct", "補正の追加のお願い", "｛申請の種類｝の申請の補正の追加について（お願い）",
        "先に補正をお願いした申請について、次のところを直してくださるよう、あらためてお願いします。先にお願いしたところも、入っています。\n\n記\n"
        f"{HEAD}直すところ：｛補正の内容｝\n直す期限：｛補正の期限｝",
        "contact", ASK, FILE, 3,
    ),
    LetterDefault(
        "ask_report", "実施の報告のお願い", "｛申請の種類｝の実施の報告について（お願い）",
        "承認したことについて、終わったあとに、実施のようすを報告してくださるよう、お願いします。\n\n記\n"
        f"{HEAD}{WHEN}報告の期限：｛報告の期限｝",
        "contact", ASK, FILE, 3,
    ),
    LetterDefault(
        "send_back", "報告の補正のお願い", "｛申請の種類｝の実施の報告の補正について（お願い）",
        "届いた報告について、次のところを直して、もう一度出してくださるよう、お願いします。\n\n記\n"
        f"{HEAD}直すところ：｛理由｝\n報告の期限：｛報告の期限｝",
        "contact", ASK, FILE, 3,
    ),
    LetterDefault(
        "revoke", "承認取消通知書", "｛申請の種類｝の承認の取消しについて（通知）",
        own_words_said(
            "次の理由により、さきの承認を取り消したので、通知します。市の名前の入ったちらしなどは、使うのをやめてください。\n\n記\n"
            f"{HEAD}{WHEN}{WHY}\n決裁日：｛決裁日｝"
        ),
        "review", REVIEW, FILE, 5,
    ),
)  # fmt: skip


def _facts(application, change):
    number, decided_on = _document(application, change)
    return LetterFacts(
        to_name=application.partner.name,
        to_person=application.partner.representative,
        received_number=application.number or "",
        document_number=number,
        decided_on=decided_on,
    )


def _document(application, change):
    """(number, day) of the 決裁 of this step; ("", None) of one that asks for none. An approval keeps its answers in the columns."""
    said = change.details or {}
    if change.step == "approve":
        return application.document_number, application.decided_on
    if not said.get("decided_on"):
        return "", None
    return said["document_number"], datetime.date.fromisoformat(said["decided_on"])


def _span(application, change):
    days = [day_in_words(day) for day in sorted({application.starts_on, application.ends_on} - {None})]
    return "から".join(days) + ("まで" if len(days) == 2 else "")


def _agreed(application, change):
    """What the form asks the city at its approval, item by item: 「市の分担（会場と広報）」."""
    rows = own_fields(application.spec, Asked.AGREE)
    found = [(row.label, words_of(row, application.extra.get(row.key))) for row in rows]
    return "\n".join(f"{label}（{words}）" for label, words in found if words)


def _changed(application, change):
    """Item by item, as it stood when that was answered: the columns are empty again by then."""
    columns = (change.kept or {}).get("columns") or {}
    wanted, what = columns.get("change_to", application.change_to), columns.get("change_what", application.change_what)
    return "\n".join(change_in_words(as_it_stood(application, change), wanted or {}, what))


def _ground(application, change):
    """Of a change that is refused the answer of the step, which the application itself does not keep. One query there."""
    if change.step != "refuse_change":
        return str(application.ground or "")
    return str(Ground.objects.filter(pk=(change.details or {}).get("ground")).first() or "")


def _found_by(user):
    """Of one's own groups, and of those that one accompanies."""
    return Application.objects.filter(partner__in=partners_of(user) | accompanied_by(user))


def _at_desk_of(user):
    """The secretariat's, and an office's own; not those of one's own groups (利益相反)."""
    rows = Application.objects.exclude(partner__in=partners_of(user))
    if is_secretariat(user):
        return rows
    return rows.filter(department__in=offices_of(user)) if is_city_staff(user) else rows.none()


APPLICATIONS = LetterKind(
    model=Application,
    facts=_facts,
    found_by=_found_by,
    at_desk_of=_at_desk_of,
    marks={
        "申請の種類": lambda application, change: application.spec.title,
        "期間": _span,
        "場所": lambda application, change: application.place,
        "承認の内容": _agreed,
        "条件": lambda application, change: application.conditions,
        "変更の内容": _changed,
        "理由の種類": _ground,
        "報告の期限": lambda application, change: day_in_words(application.report_due),
        "受け持つ課": lambda application, change: application.department.name if application.department else "",
        **CORRECTION_MARKS,
    },
    asks=("ask_correct", "add_correct", "ask_report", "send_back"),
    defaults=DEFAULTS,
    reasons=REASONS,
    is_disposition=lambda application: application.spec.is_disposition,
)
