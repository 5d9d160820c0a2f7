"""はじめての市: what a city that starts from nothing has entered already, and what its portal still lacks. docs/first-city.md is the same on paper."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from guidelines.models import CollaborationForm, Guideline
from kyodo_portal.common.city import is_saved, the_city
from kyodo_portal.common.own_words import has_coordinator, kind_word, own_words, town_word
from kyodo_portal.common.templatetags.kyodo import jdate, jdatetime
from kyodo_portal.letters.template_models import LetterTemplate, Signatory
from kyodo_portal.notices.actions import queue_mail
from kyodo_portal.notices.models import Delivery
from kyodo_portal.process.models import Deadline, Promise
from partners.models import Area, ConsentWording, Membership, Partner, RegistrationRule
from partners.rules.seed_actions import SINCE
from projects.models import Call, EvaluationSet, FormSpec, GrantRule, GrantScheme, Project
from projects.specs.seeds import SETS

from . import status
from .deploy_checks import NEEDED
from .models import PolicyText

Office = Partner.Office
TRIAL = "試しのメール"


class Need(NamedTuple):
    """One thing that a city enters. `done`: what it means that it is done; `has`: what is there, in words, "" while it is missing; `url`:
    where it is entered, "" outside the portal; `can_wait`: the portal may go on the air without it.
    """

    label: str
    done: str
    has: str
    url: str = ""
    can_wait: bool = False


def needs():
    """Every Need in the order in which a city goes about it. At most twenty-six queries, however much is there."""
    found = [*_of_the_city(), *_of_the_people(), *_of_the_law(), *_of_the_matter(), *_of_the_machine()]
    return [need._replace(label=own_words(need.label), done=own_words(need.done)) for need in found]


def missing(found):
    """Those without which the portal does not go on the air."""
    return [need for need in found if not need.has and not need.can_wait]


def is_on_the_air():
    """Whether the city's own guideline can be read: from then on the first page of the admin is for the daily work. One query."""
    return Guideline.objects.own().published().exists()


def send_trial(by):
    """A mail to whoever asks for it, by the way that every notice takes. What became of it stands in the list."""
    return queue_mail(
        by.email, TRIAL, f"{the_city()['name']} {the_city()['site']}から、試しのメールです。届いたら、メールは使えます。"
    )


def _of_the_city():
    city = the_city()
    has = f"{city['office']}（{city['phone']}）" if all(city[key] for key in NEEDED.values()) else ""
    yield Need(
        "市の情報",
        "名前、コード、担当課、電話、受付時間、市の色を保存した。どのページの下にも、通知書にも出ます。",
        has if is_saved() else "",
        _list("pages_city"),
    )
    word, guides = kind_word(), bool(city["coordinator"]) or Partner.objects.filter(office=Office.COORDINATOR).exists()
    fits = not is_saved() or (word == city["kind_word"] and has_coordinator() == guides)
    said = f"{word}、{town_word()}、中間支援は{'いる' if has_coordinator() else 'いない'}"
    yield Need(
        "文の中の呼び方",
        "サイトの文の呼び方が合っている。設定の KYODO_CITY_NAME の終わりの字と KYODO_OWN_WORDS で決まり、起動し直すと変わります。"
        + (
            ""
            if fits
            else f"いまは{said}で、市の情報や名簿と合っていません。コーディネーターがいないときは、「コーディネーター=」と書きます。"
        ),
        said if fits else "",
        can_wait=True,
    )
    areas = Area.objects.count()
    yield Need(
        "地域",
        "団体が活動する地域が、市の呼び方で2つ以上ある。",
        _many(areas, least=2),
        _list("partners_area"),
        can_wait=areas > 0,
    )


def _of_the_people():
    offices = Partner.objects.filter(office__in=(Office.SECRETARIAT, Office.DEPARTMENT))
    people = Membership.objects.valid().filter(user__is_active=True)
    empty = offices.filter(~Exists(people.filter(partner=OuterRef("pk")))).values_list("name", flat=True)
    secretariats = offices.filter(office=Office.SECRETARIAT)
    staffed = people.filter(partner__in=secretariats.values("pk")).values("user").distinct().count()
    waiting = list(empty[:4])
    has = _many(secretariats.count())
    yield Need(
        "事務局",
        "登録と提案を受け付ける部署が、「市の中での役」を事務局にして1つある。",
        has,
        _enter("partners_partner", has, kind="department", office=Office.SECRETARIAT),
    )
    has = _many(offices.filter(office=Office.DEPARTMENT).count())
    yield Need(
        "担当課",
        "いっしょに取り組む課が1つある。ほかの課は、あとから足せます。事務局が全部を受け持つ役場では、要りません。",
        has,
        _enter("partners_partner", has, kind="department", office=Office.DEPARTMENT),
        can_wait=True,
    )
    has = _many(staffed, "人")
    yield Need(
        "事務局の人",
        "本人が利用者登録をして、「所属」に入っている。",
        has,
        _enter("partners_membership", has),
    )
    yield Need(
        "事務局の2人目",
        "休みの日も手続きが止まらないように、2人いる。1人の役場では、はじめは1人でかまいません。",
        _many(staffed, "人", least=2),
        _list("partners_membership"),
        can_wait=True,
    )
    yield Need(
        "どの部署にも人がいる",
        "知らせを受け取る人が、どの部署にもいる。"
        + (f"まだの部署：{'、'.join(waiting[:3])}{'など' if len(waiting) > 3 else ''}" if waiting else ""),
        "" if waiting or not offices.exists() else "います",
        _list("partners_membership"),
        can_wait=True,
    )


def _of_the_law():
    held = dict(PolicyText.objects.filter(since__lte=timezone.localdate()).order_by("since").values_list("kind", "since"))
    for kind in PolicyText.Kind.values:
        yield Need(
            PolicyText.Kind(kind).label,
            "ひな形を市の例規と読み合わせて、始まる日を入れた。",
            f"{jdate(held[kind])}から" if kind in held else "",
            f"{reverse('admin:pages_policytext_add')}?kind={kind}",
            can_wait=kind == PolicyText.Kind.FILES,
        )
    signs = Signatory.objects.on(timezone.localdate())
    has = str(signs or "")
    yield Need("通知書の名義", "だれの名前で通知書を出すかが決まっている。", has, _enter("letters_signatory", has))
    yield Need(
        "通知書のひな形",
        "はじめから入っている文を、市の文書の書きかたに合わせた。",
        _own_versions(LetterTemplate, Q(in_use=True), Q(version__gt=1)),
        _list("letters_lettertemplate"),
        can_wait=True,
    )


def _of_the_matter():
    own = Guideline.objects.published().own().first()
    yield Need(
        "ガイドライン",
        "市の協働の考え方を、画面で書くか、ワードなどの文章かほかのポータルのファイルから取り込んで、公開した。サイトの真ん中になります。",
        str(own or ""),
        _list("guidelines_guideline"),
    )
    has = _many(CollaborationForm.objects.filter(guideline=own).count() if own else 0)
    yield Need(
        "協働の形態",
        "補助、委託、後援などが、ガイドラインの中にある。ガイドラインの「変えるところを選ぶ」で足して、公開します。",
        has,
        _list("guidelines_collaborationform" if has else "guidelines_guideline"),
    )
    yield from _of_the_rules()
    known = Partner.objects.filter(office=Office.NONE).count()
    yield Need(
        "団体の名簿", "いまある名簿を、エクセルやCSVのまま取り込んだ。", _many(known), reverse("partner-imports"), can_wait=True
    )
    has = _many(Project.objects.count())
    yield Need(
        "進んでいる協働",
        "いま進んでいる協働を、提案を経ていないものも台帳に入れた。",
        has,
        _enter("projects_project", has),
        can_wait=True,
    )
    has = _many(Call.objects.filter(published_at__isnull=False).count())
    yield Need(
        "募集",
        "はじめての募集を下見して、公開する日時を入れた。",
        has,
        _list("projects_call") if has or Call.objects.exists() else _enter("projects_call", has),
        can_wait=True,
    )
    schemes = list(GrantScheme.objects.order_by("pk").values_list("pk", Exists(GrantRule.objects.filter(scheme=OuterRef("pk")))))
    bare = [key for key, has_rule in schemes if not has_rule]
    yield Need(
        "補助制度",
        "市の補助金を、申請から額の確定までここで扱うなら、制度と、その年度の「補助の決まり」（補助率、限度額、期限）を入れた。",
        _many(len(schemes) - len(bare)),
        _enter("projects_grantrule", "", scheme=bare[0]) if bare else _enter("projects_grantscheme", schemes),
        can_wait=True,
    )


def _of_the_rules():
    """What the portal brings and a city changes: it is there from the first day, and as it came until the city has a version of its own."""
    today, later = timezone.localdate(), Q(version__gt=1)
    rows = (
        (
            "登録の要件",
            "団体の種類ごとの条件、約束、資料を、市の要綱に合わせた。",
            _own_versions(RegistrationRule, Q(in_force_from__lte=today) & (Q(until=None) | Q(until__gte=today)), later),
            "partners_registrationrule",
            False,
        ),
        (
            "公開の同意の文",
            "団体が公開に同意するときに読む文を、読み合わせた。",
            _own_versions(ConsentWording, Q(since__lte=today), Q(since__gt=SINCE)),
            "partners_consentwording",
            True,
        ),
        (
            "形態の決めごと",
            "後援や減免などの書類と期限を、市の決まりに合わせた。",
            _own_versions(FormSpec, Q(state=FormSpec.State.IN_USE), later | Q(form__isnull=False)),
            "projects_formspec",
            True,
        ),
        (
            "評価の問い",
            "年度の終わりに両方が答える問いを、市の様式に合わせた。",
            _own_versions(EvaluationSet, Q(), ~Q(code__in=SETS), "はじめからの{}件"),
            "projects_evaluationset",
            True,
        ),
    )
    for label, done, has, name, can_wait in rows:
        yield Need(label, done, has, _list(name), can_wait)
    own = Deadline.objects.of_the_city().count()
    yield Need(
        "期限の決まり",
        "標準の日数と市の日数をくらべた。ちがうところだけを入れます。",
        f"標準のほかに{own}件" if own else "標準のまま",
        _list("process_deadline"),
        can_wait=True,
    )
    promised = Promise.objects.count()
    yield Need(
        "開庁日の約束",
        "声を読むまで、「違う」と知らせられるあいだの標準の日数を、市の決まりとくらべた。ちがうものだけを入れます。",
        own_words(f"市の日数が{promised}件") if promised else "標準のまま",
        _list("process_promise"),
        can_wait=True,
    )


def _of_the_machine():
    trial = Delivery.objects.filter(subject=TRIAL).order_by("-created_at", "-pk").first()
    level, words = status.backup()
    sent = trial is not None and trial.state == Delivery.State.SENT
    yield Need(
        "メール",
        "この下の「試しのメールを送る」で、自分に届いた。番号も知らせも、メールで届きます。"
        + (f"いまは：{trial.get_state_display()}" if trial and not sent else ""),
        f"{jdatetime(trial.sent_at)}に送りました" if sent else "",
        "#trial",
    )
    yield Need("バックアップ", "毎晩の写しが、きのうか、きょうの日付である。" + (words if level else ""), "" if level else words)


def _many(count, unit="件", least=1):
    return f"{count}{unit}" if count >= least else ""


def _own_versions(model, holds, own, as_brought="標準のまま（{}件）"):
    """What the city has put in the place of the rows that the portal brought, of those that hold. One query.

    as_brought: what is said meanwhile; the words of questions that nobody has answered change in their place.
    """
    found = model.objects.filter(holds).aggregate(all=Count("pk"), own=Count("pk", filter=own))
    if not found["all"]:
        return ""
    return own_words(f"市の版が{found['own']}件") if found["own"] else as_brought.format(found["all"])


def _list(name):
    return reverse(f"admin:{name}_changelist")


def _enter(name, has, **initial):
    """Where the first one is written, with what is known of it filled in; once there is one, their list."""
    return _list(name) if has else f"{reverse(f'admin:{name}_add')}{'?' if initial else ''}{urlencode(initial)}"
