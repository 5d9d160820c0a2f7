"""はじめての市: what a city that starts from nothing has entered already, and what its portal still lacks. docs/first-city.md is the same on paper."""

from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from guidelines.models import CollaborationForm, Guideline, Municipality
from kyodo_portal.common.own_words import own_words
from kyodo_portal.letters.models import Signatory
from kyodo_portal.notices.models import Delivery
from partners.models import Area, Membership, Partner, RegistrationRule
from projects.models import Call, GrantScheme, Project

from . import status
from .deploy_checks import NEEDED

Office = Partner.Office


class Need(NamedTuple):
    """One thing that a city enters. `has`: what is there, in words, "" while it is missing; `url`: where it is entered, "" outside the
    portal; `can_wait`: the portal may go on the air without it.
    """

    label: str
    why: str
    has: str
    url: str = ""
    can_wait: bool = False


def needs():
    """Every Need in the order in which a city goes about it. Seventeen queries, however much is there."""
    found = [*_of_the_city(), *_of_the_people(), *_of_the_matter(), *_of_the_machine()]
    return [need._replace(label=own_words(need.label), why=own_words(need.why)) for need in found]


def missing(found):
    """Those without which the portal does not go on the air."""
    return [need for need in found if not need.has and not need.can_wait]


def is_on_the_air():
    """Whether the city's own guideline can be read: from then on the first page of the admin is for the daily work. One query."""
    return Guideline.objects.own().published().exists()


def _of_the_city():
    unsaid = [name for name, key in NEEDED.items() if not settings.KYODO_CITY[key]]
    own = Municipality.objects.filter(is_own=True).values_list("name", flat=True).first()
    yield Need(
        "市の名前と連絡先",
        "どのページの下にも、通知書にも出ます。保守をする人が、サーバーの設定に書きます。"
        + (f"まだ：{'、'.join(unsaid)}" if unsaid else ""),
        "" if unsaid else f"{settings.KYODO_CITY['office']}（{settings.KYODO_CITY['phone']}）",
    )
    yield Need(
        "自分の市", "「このポータルの市」にしるしを付けた市町村が1件要ります。", own or "", _list("guidelines_municipality")
    )
    yield Need(
        "地域", "団体が活動する地域を、市の呼び方で入れます。", _many(Area.objects.count(), least=2), _list("partners_area")
    )


def _of_the_people():
    offices = Partner.objects.filter(office__in=(Office.SECRETARIAT, Office.DEPARTMENT))
    people = Membership.objects.valid().filter(user__is_active=True)
    empty = offices.filter(~Exists(people.filter(partner=OuterRef("pk")))).values_list("name", flat=True)
    secretariats = offices.filter(office=Office.SECRETARIAT)
    yield Need("事務局", "登録と提案を受け付ける部署です。", _many(secretariats.count()), _list("partners_partner"))
    yield Need(
        "担当課",
        "いっしょに取り組む課を、1つから始められます。",
        _many(offices.filter(office=Office.DEPARTMENT).count()),
        _list("partners_partner"),
    )
    staffed = people.filter(partner__in=secretariats.values("pk")).values("user").distinct().count()
    yield Need("事務局の人", "本人が利用者登録をしてから、所属に入れます。", _many(staffed, "人"), _list("partners_membership"))
    waiting = list(empty[:4])
    more = f"人のいない部署：{'、'.join(waiting[:3])}{'など' if len(waiting) > 3 else ''}" if waiting else ""
    yield Need(
        "どの部署にも人がいる",
        f"人のいない部署には、知らせが届きません。{more}",
        "" if waiting or not offices.exists() else "います",
        _list("partners_membership"),
        can_wait=True,
    )
    signs = Signatory.objects.on(timezone.localdate())
    yield Need("通知書の名義", "だれの名前で通知書を出すかです。", str(signs or ""), _list("letters_signatory"))


def _of_the_matter():
    own = Guideline.objects.published().own().first()
    forms = CollaborationForm.objects.filter(guideline=own).count() if own else 0
    yield Need(
        "ガイドライン",
        "市の協働の考え方です。読めるようになると、サイトの真ん中になります。",
        str(own or ""),
        _list("guidelines_guideline"),
    )
    yield Need(
        "協働の形態",
        "補助、委託、後援などです。ガイドラインの中で決めます。",
        _many(forms),
        _list("guidelines_collaborationform"),
    )
    yield Need(
        "登録の要件",
        "団体の種類ごとに、だれが登録できるかです。はじめから入っているものを、市の要綱に合わせます。",
        _many(RegistrationRule.objects.count()),
        _list("partners_registrationrule"),
    )
    known = Partner.objects.filter(office=Office.NONE).count()
    yield Need(
        "団体の名簿", "いまある名簿を、エクセルやCSVのまま取り込めます。", _many(known), reverse("partner-imports"), can_wait=True
    )
    yield Need(
        "進んでいる協働",
        "提案を経ていないものも、台帳に入れます。",
        _many(Project.objects.count()),
        _list("projects_project"),
        can_wait=True,
    )
    yield Need(
        "募集",
        "はじめての募集です。下見してから、公開する日時を入れます。",
        _many(Call.objects.count()),
        _list("projects_call"),
        can_wait=True,
    )
    schemes = GrantScheme.objects.count()
    yield Need(
        "補助制度",
        "市の補助金を、申請から額の確定までここで扱うときに入れます。",
        _many(schemes),
        _list("projects_grantscheme"),
        can_wait=True,
    )


def _of_the_machine():
    sent = Delivery.objects.filter(state=Delivery.State.SENT).exists()
    level, words = status.backup()
    yield Need(
        "メール",
        "番号も知らせも、メールで届きます。サーバーで manage.py sendtestemail を1回してください。",
        "届けました" if sent else "",
    )
    yield Need("バックアップ", "毎晩の写しです。" + (words if level else ""), "" if level else words)


def _many(count, unit="件", least=1):
    return f"{count}{unit}" if count >= least else ""


def _list(name):
    return reverse(f"admin:{name}_changelist")
