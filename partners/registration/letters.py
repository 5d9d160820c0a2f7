"""通知書 of a registration: which steps bring one, what its marks stand for, and our first templates."""

import datetime

from kyodo_portal.letters.appeals import ASK, REVIEW
from kyodo_portal.letters.corrections import CORRECTION_MARKS
from kyodo_portal.letters.kinds import LetterDefault, LetterFacts, LetterKind
from kyodo_portal.letters.marks import day_in_words
from partners.directory.access import is_secretariat, partners_of
from partners.directory.membership import Assignment

from .models import Registration

FILE = "｛年度｝ 協働の登録"

DEFAULTS = (
    LetterDefault(
        "approve", "登録通知書", "協働の登録について（通知）",
        "申請のあった協働の登録について、次のとおり登録したので、通知します。\n\n記\n"
        "団体の名前：｛団体名｝\n受付番号：｛受付番号｝\n申請の種類：｛申請の種類｝\n登録の期限：｛登録の期限｝",
        "contact", ASK, FILE, 5,
    ),
    LetterDefault(
        "decline", "登録しない通知書", "協働の登録について（通知）",
        "申請のあった協働の登録について、次の理由により登録しないことに決めたので、通知します。\n\n記\n"
        "団体の名前：｛団体名｝\n受付番号：｛受付番号｝\n申請の種類：｛申請の種類｝\n理由：｛理由｝",
        "review", REVIEW, FILE, 5,
    ),
    LetterDefault(
        "ask_correct", "補正のお願い", "登録の申請の補正について（お願い）",
        "申請のあった協働の登録について、次のところを直してくださるよう、お願いします。"
        "直したものが届いてから、続きの手続きを進めます。\n\n記\n"
        "受付番号：｛受付番号｝\n直すところ：｛補正の内容｝\n直す期限：｛補正の期限｝",
        "contact", ASK, FILE, 3,
    ),
    LetterDefault(
        "add_correct", "補正の追加のお願い", "登録の申請の補正の追加について（お願い）",
        "先に補正をお願いした申請について、次のところを直してくださるよう、あらためてお願いします。先にお願いしたところも、入っています。\n\n記\n"
        "受付番号：｛受付番号｝\n直すところ：｛補正の内容｝\n直す期限：｛補正の期限｝",
        "contact", ASK, FILE, 3,
    ),
    LetterDefault(
        "revoke", "登録取消通知書", "協働の登録の取消しについて（通知）",
        "次の理由により、協働の登録を取り消したので、通知します。\n\n記\n団体の名前：｛団体名｝\n理由：｛理由｝\n決裁日：｛決裁日｝",
        "review", REVIEW, FILE, 5,
    ),
)  # fmt: skip


def _facts(registration, change):
    partner, details = registration.partner, change.details or {}
    return LetterFacts(
        to_name=str(registration),
        to_person=registration.payload.get("representative") or partner.representative,
        received_number=registration.number or "",
        document_number=str(details.get("document_number") or ""),
        decided_on=_day(details.get("decided_on")),
    )


def _day(text):
    return datetime.date.fromisoformat(text) if text else None


def _found_by(user):
    """Of one's own groups, and of those that one accompanies."""
    own = Registration.objects.filter(partner__in=partners_of(user))
    return own | Registration.objects.filter(partner__in=Assignment.objects.valid().filter(user=user).values("partner"))


def _at_desk_of(user):
    """The secretariat's; not those of one's own groups (利益相反)."""
    if not is_secretariat(user):
        return Registration.objects.none()
    return Registration.objects.exclude(partner__in=partners_of(user))


REGISTRATIONS = LetterKind(
    model=Registration,
    facts=_facts,
    found_by=_found_by,
    at_desk_of=_at_desk_of,
    marks={
        "申請の種類": lambda registration, change: registration.get_purpose_display(),
        "登録の期限": lambda registration, change: day_in_words(registration.partner.valid_until),
        **CORRECTION_MARKS,
    },
    asks=("ask_correct", "add_correct"),
    defaults=DEFAULTS,
)
