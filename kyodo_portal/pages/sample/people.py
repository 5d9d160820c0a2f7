"""Offices, people and memberships of the sample city."""

import datetime
from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from kyodo_portal.accounts.models import User
from kyodo_portal.accounts.sample import PASSWORD, logins_of
from partners.directory.actions import entered_by_city
from partners.directory.standing import Standing
from partners.models import Assignment, Membership, Partner

SOURCE = "小千谷市 市民との協働ガイドライン（令和2年3月時点）"
START = datetime.date(2020, 4, 1)
NAMES = {
    "jumin": "見本 つばさ", "dantai": "見本 ゆき", "dantai2": "見本 まなぶ", "kosharu": "見本 伴走", "tanto": "見本 担当",
    "shinsa": "見本 審査", "jimukyoku": "見本 事務", "kanri": "見本 管理",
    "kucho": "見本 かみ", "kai": "見本 とうげ", "yakuba": "見本 ひとり",  # of the village
}  # fmt: skip
# What some of the departments say of themselves in the directory: (in a sentence, what they can give, what they look for).
DEPARTMENTS_SAY = {
    "fukushi_ka": ("ひとり暮らしの方の見守りと、民生委員の窓口です。", "除雪機の貸し出し、保険の案内", "平日の昼に動ける人"),
    "kankyo_ka": ("ごみの減らし方と、川や里山の手入れを受けもちます。", "軍手とごみ袋、集めたごみの運搬", "草刈りの人手"),
    "kodomo_ka": ("子どもの居場所と、子育ての相談の窓口です。", "児童館の部屋、見守り員の研修", "子どもと遊べる大人"),
    "bosai_ka": ("自主防災組織と避難所の担当です。", "訓練の計画づくり、備蓄品の見学", "訓練を手伝う町内会"),
}
DEPARTMENTS = {
    "fukushi_ka": ("福祉課", "ふくしか"), "kankyo_ka": ("環境課", "かんきょうか"), "kodomo_ka": ("子ども課", "こどもか"), "shimin_ka": ("市民課", "しみんか"),
    "bosai_ka": ("防災課", "ぼうさいか"), "kotsu_ka": ("交通政策課", "こうつうせいさくか"), "joho_ka": ("情報課", "じょうほうか"),
    "kensetsu_ka": ("建設課", "けんせつか"), "kanko_ka": ("観光課", "かんこうか"), "norin_ka": ("農林課", "のうりんか"), "koho_ka": ("広報課", "こうほうか"),
    "shoko_ka": ("商工課", "しょうこうか"), "kyoiku_ka": ("教育課", "きょういくか"),
}  # fmt: skip


@cache
def hashed():
    """The one password of the sample's people as it is stored; to hash it takes the better part of a second."""
    return make_password(PASSWORD)


def person(login, name="", **more):
    """A user of the sample; only the people of its sign-in page have the sample password, the others sign in by mailed code."""
    email = f"{login}@example.jp"
    user = User.objects.filter(email=email).first()
    if user is None:
        make = User.objects.create_superuser if more.pop("superuser", False) else User.objects.create_user
        user = make(email, name=name or NAMES[login], **more)
        if login in NAMES:
            user.password = hashed()
            user.save(update_fields=["password"])
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def office(name, kana, part, **more):
    """A city office, or the coordinator's body: a partner with a part to play."""
    defaults = {"kana": kana, "kind": "department", "office": part, "standing": Standing.REGISTERED, "is_sample": True, **more}
    row, made = Partner.objects.get_or_create(name=name, defaults=defaults)
    if made:
        entered_by_city(partner=row)
    return row


def belongs(user, partner, part=Membership.Part.MEMBER, since=START):
    """An open membership, once."""
    Membership.objects.get_or_create(user=user, partner=partner, until=None, defaults={"part": part, "since": since})


def with_logins(city):
    """{the name of a log-in: its User} of everybody on the sign-in page of this sample city."""
    return {
        email.split("@")[0]: person(email.split("@")[0], superuser=email.startswith("kanri@")) for email, _ in logins_of(city)
    }


def settle():
    """Everybody with a log-in, and where they belong. Returns {key: User or Partner} that the other modules build on."""
    cast = with_logins("ojiya")
    for key, (name, kana) in DEPARTMENTS.items():
        pr, _, _ = DEPARTMENTS_SAY.get(key, ("", "", ""))
        cast[key] = office(f"{name}（見本）", kana, Partner.Office.DEPARTMENT, pr=pr)
        cast[f"{key}_staff"] = cast["tanto"] if key == "kodomo_ka" else person(key.replace("_", "-"), f"見本 {name}員")
        belongs(cast[f"{key}_staff"], cast[key])
    cast["secretariat"] = office("市民協働課（見本）", "しみんきょうどうか", Partner.Office.SECRETARIAT)
    belongs(cast["jimukyoku"], cast["secretariat"])
    cast["jimukyoku2"] = person("jimukyoku-2", "見本 係長")
    belongs(cast["jimukyoku2"], cast["secretariat"])
    real = {"is_sample": False, "source_note": SOURCE, "standing": Standing.LISTED}
    cast["kanko"] = office("小千谷市役所 観光交流課", "かんこうこうりゅうか", Partner.Office.DEPARTMENT, **real)
    about = {
        "kind": "support",
        "pr": "活動を始めたい人、団体の運営で悩む人の相談を受けています。",
        "activities": "団体や市民の活動の支援、相談。",
    }
    cast["kosharu_body"] = office("地域づくり支援団体こしゃる", "こしゃる", Partner.Office.COORDINATOR, **{**real, **about})
    belongs(cast["kosharu"], cast["kosharu_body"])
    for number in (2, 3, 4):
        cast[f"shinsa{number}"] = person(f"shinsa-{number}", f"見本 審査{number}")
    return cast


def accompany(user, partner):
    """The coordinator accompanies this group from now on."""
    Assignment.objects.get_or_create(user=user, partner=partner, until=None, defaults={"since": START})
