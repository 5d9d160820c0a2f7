"""What the page of one's own data shows: what would be erased, what stays, why, and until when."""

from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from kyodo_portal.accounts.middleware import IDLE
from kyodo_portal.common.own_words import own_words
from partners.models import Membership, Registration, Request
from projects.models import Proposal

from .closing import Obstacle, obstacles_of
from .fresh import FRESH
from .holds import holds_on_person, words_of
from .retention import last_day, rule_rows
from .traces import keeps_name
from .words import NOBODY


class Kept(NamedTuple):
    """Something that stays after closing: what, why, until when (words)."""

    what: str
    why: str
    until: str


class PrivacyFacts(NamedTuple):
    """Numbers and words of the privacy page that the code decides."""

    session_hours: int
    idle_minutes: int
    fresh_minutes: int
    nobody: str
    zone_staff: bool


def privacy_facts():
    """The PrivacyFacts of this version."""
    return PrivacyFacts(settings.SESSION_COOKIE_AGE // 3600, IDLE // 60, FRESH // 60, NOBODY, settings.KYODO_ZONE_STAFF)


class OwnData(NamedTuple):
    """The page of one's own data."""

    obstacles: list[Obstacle]
    kept: list[Kept]
    holds: list[str]
    memberships: list[Membership]


def own_data_of(user):
    """The OwnData of a person."""
    memberships = list(Membership.objects.valid().filter(user=user).select_related("partner").order_by("partner__kana_key", "pk"))
    return OwnData(obstacles_of(user), kept_of(user), words_of(holds_on_person(user)), memberships)


def kept_of(user):
    """[Kept]: what the city has to keep of this person's doings when the account is closed, without the name unless it says so."""
    from kyodo_portal.common.templatetags.kyodo import jdate

    rules = {row.code: row for row in rule_rows()}
    found = []
    applied = Registration.objects.filter(created_by=user).exclude(number=None).order_by("pk")
    if applied.exists():
        found.append(
            Kept(
                "出した登録の申請（名前や連絡先を除く）",
                own_words("市の文書なので、決まった期間残します。団体が続いている間は、団体の記録として残ります"),
                f"取り下げた申請は{rules['registration_withdrawn'].term}、不承認の申請は{rules['registration_declined'].term}",
            )
        )
    if Proposal.objects.filter(created_by=user).exclude(number=None).exists():
        found.append(
            Kept(
                "団体として出した提案（名前を除く）",
                own_words("市の文書で、団体のものでもあります"),
                f"不採択・取下げは{rules['proposal_ended'].term}",
            )
        )
    written = Request.objects.filter(by=user, blanked_at__isnull=True)
    if written.with_the_city().exists():
        found.append(
            Kept(
                own_words("市に送った手紙（名前を除く）"),
                own_words("市の文書です"),
                f"やりとりが終わってから{rules['letter_city'].term}",
            )
        )
    if written.between_others().exclude(from_partner=None, reports=None).exists():
        found.append(
            Kept(
                "団体の名前で書いた手紙と、困ったという知らせがあった手紙（名前を除く）",
                "団体のものであり、困ったことを確かめるために要ります",
                f"やりとりが終わってから{rules['letter'].term}",
            )
        )
    if keeps_name(user):
        until = jdate(last_day("decision", timezone.localdate()))
        found.append(Kept("決定に残る、職員・審査委員としての名前", rules["decision"].basis, f"{until}まで"))
    found.append(
        Kept("操作の記録（日時と行いだけ。名前は「退会した人」になります）", rules["audit"].basis, f"内容は{rules['audit'].term}")
    )
    return found
