"""What the sample city's groups, offices and persons give and seek: lectures with terms, persons, days, seats."""

import datetime
import uuid

from django.utils import timezone

from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.common.japanese.dates import fiscal_span, fiscal_year
from partners.directory.actions import refresh_search, write_name_consent
from partners.directory.standing import Standing
from partners.models import Area, Offer, Partner, Theme
from partners.offers.actions import make_offer, search_text, set_terms, terms_in

from .clock import days_ago
from .groups import data
from .people import DEPARTMENTS_SAY, belongs, person

KINDS = (
    ("place", ("部屋", "集会所", "会議室", "会場", "場所", "倉庫", "台所", "冷蔵")),
    ("pr", ("広報", "周知", "発信", "写真", "動画", "撮影", "知ってもらう")),
    ("people", ("人手", "人", "会員", "ボランティア", "講師", "学生", "世帯", "役員", "当番", "若い", "町内会")),
    ("things", ("機", "車", "道具", "食材", "米", "苗", "教材", "資材", "袋", "土", "備")),
)
THEMES = (
    ("yane-yuki", ("雪",)), ("kodomo", ("子ども", "学習", "教材", "児童")), ("shoku", ("食", "米", "台所")), ("bosai", ("訓練", "発電", "避難", "防災")),
    ("gomi-kusa", ("草", "花", "苗", "水やり", "ごみ")), ("ashi", ("車", "運転", "送り迎え", "運行")), ("gaikoku", ("日本語", "通訳", "外国")),
    ("matsuri", ("行事", "当日")), ("hitorigurashi", ("見守り", "傾聴", "訪問")), ("ninaite", ("役員", "世帯", "部会")),
)  # fmt: skip
# (whose, title, words, theme, least people, minutes, days ahead)
LECTURES = (
    ("bosai_ka", "わが家の避難を考える", "地図を見ながら、家から避難所までの道を考えます。", "bosai", 10, 90, 20),
    ("bosai_ka", "自主防災組織のつくりかた", "役割の決めかたと、訓練のはじめかた。", "bosai", 10, 90, 20),
    ("fukushi_ka", "認知症の人とのつきあいかた", "声のかけかたを、寸劇で学びます。", "hitorigurashi", 10, 90, 14),
    ("fukushi_ka", "転ばないからだづくり", "いすに座ってできる体操です。", "hitorigurashi", 10, 60, 14),
    ("kankyo_ka", "ごみの分けかた、減らしかた", "実物を見ながら分けてみます。", "gomi-kusa", 10, 60, 14),
    ("kankyo_ka", "川の生きものしらべ", "長ぐつで川に入ります。5月から9月まで。", "gomi-kusa", 15, 120, 21),
    ("kodomo_ka", "赤ちゃんと絵本", "保護者のグループに、絵本の選びかたを話します。", "kodomo", 5, 60, 14),
    ("kodomo_ka", "子どもの居場所をひらくには", "場所、人、食べもの。はじめかたの相談もします。", "kodomo", 5, 90, 14),
    ("joho_ka", "スマートフォンの写真の送り方", "自分の機械を使います。2人に1人の職員がつきます。", "manabi", 10, 120, 14),
    ("terakoya", "話を聞くときのこつ", "大人向け。道具はいりません。", "kodomo", 10, 60, 14),
    ("bosai_joshi", "台所の防災", "備えておくと助かる食べものと、包丁を使わない料理。", "bosai", 8, 120, 21),
    ("tagengo", "やさしい日本語で話してみる", "回覧板を、だれにでも分かることばに書きかえます。", "gaikoku", 6, 90, 14),
)
PERSONS = (
    ("matsuo", "みほん 松夫（見本）", "みほん まつお", "包丁とぎ", "know", "manabi", "公民館や集会所で。10本まで。"),
    ("umeko", "みほん 梅子（見本）", "みほん うめこ", "着物の着つけ", "know", "matsuri", "まつりや成人の日の手伝いをします。"),
    ("takeo", "みほん 竹雄（見本）", "みほん たけお", "庭木の手入れの話", "know", "gomi-kusa", "土曜の午前に、庭や公園で。"),
)
# (whose, side, kind, title, words, theme, in so many days, how much)
ONE_DAY = (
    ("shoku", "give", "things", "軽トラック1台（運転つき）", "午前中だけ、市内ならどこへでも。", "ashi", 7, "1台"),
    (
        "yuki_jikko",
        "seek",
        "people",
        "雪灯ろうづくり、20人",
        "午後1時から3時間。道具はこちらにあります。",
        "yane-yuki",
        23,
        "20人",
    ),
    (
        "satoyama",
        "seek",
        "people",
        "登山道の倒木かたづけ",
        "長ぐつと軍手で来てください。雨の日は中止です。",
        "gomi-kusa",
        16,
        "10人",
    ),
)
SEATS = (
    (
        "kensetsu_ka",
        "seat",
        "景観審議会の委員、1人",
        "年に3回、平日の夜。任期は2年です。市内に住むか、通う18歳以上の人。",
        "ninaite",
    ),
    ("kensetsu_ka", "volunteer", "公園の行政パートナー", "近くの公園の見回りと、ごみ拾い。月に2回からです。", "gomi-kusa"),
)


def settle(cast):
    """Everybody's offers; needs groups and offices in the cast, adds the persons of the 人材バンク."""
    themes, areas = {row.code: row for row in Theme.objects.all()}, {row.name: row for row in Area.objects.all()}
    _from_words(cast, themes, areas)
    for key, name, kana, title, kind, theme, words in PERSONS:
        cast[key] = _person(cast, key, name, kana)
        make(
            cast[key],
            cast[f"{key}_leader"],
            side="give",
            kind=kind,
            title=title,
            text=words,
            theme=themes[theme],
            on_weekends=True,
        )
    for key, title, words, theme, *terms in LECTURES:
        _lecture(cast[key], cast["jimukyoku"], title, words, themes[theme], *terms)
    for key, side, kind, title, words, theme, ahead, amount in ONE_DAY:
        day, spoken = days_ago(-ahead), {"title": title, "text": words, "amount": amount}
        make(cast[key], cast[f"{key}_leader"], side=side, kind=kind, form="oneday", theme=themes[theme], since=day, until=day,
             on_weekends=day.weekday() >= 5, on_weekdays=day.weekday() < 5, **spoken)  # fmt: skip
    for key, form, title, words, theme in SEATS:
        make(cast[key], cast["jimukyoku"], side="seek", kind="people", form=form, title=title, text=words, theme=themes[theme],
             until=days_ago(-60), answers_on=days_ago(-90) if form == "seat" else None, on_evenings=True)  # fmt: skip


def make(partner, by, **values):
    """One offer through its action, the same one for the same partner and title."""
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"sample:offer:{partner.pk}:{values['title']}")
    return make_offer(partner=partner, by=by, form_key=key, values={"since": timezone.localdate(), "fiscal_year": None, **values})


def _lecture(partner, by, title, words, theme, people, minutes, ahead):
    year = fiscal_year(timezone.localdate())
    offer = make(partner, by, side="give", kind="know", form="lecture", title=title, text=words, theme=theme, fiscal_year=year,
                 until=fiscal_span(year)[1])  # fmt: skip
    empty = terms_in(offer)
    terms = {
        "min_people": people, "max_minutes": minutes, "notice_days": ahead, "opens": datetime.time(9), "closes": datetime.time(21),
        "weekend_closes": datetime.time(17), "closed_from": "12-28", "closed_to": "01-04", "venue_by_asker": True,
        "conditions": "政治、宗教、営利の集まりには行けません。苦情をうかがう場ではありません。",
    }  # fmt: skip
    set_terms(offer, by=by, etag=fields_etag(empty), **empty | terms)


def _person(cast, key, name, kana):
    """Somebody of the 人材バンク, by consent."""
    user = cast[f"{key}_leader"] = person(f"jinzai-{key}", name)
    row = Partner.objects.create(name=name, kana=kana, kind="citizen", standing=Standing.UNLISTED, is_sample=True)
    belongs(user, row, part="representative")
    write_name_consent(row, by=user, given=True)
    Partner.objects.filter(pk=row.pk).update(
        standing=Standing.REGISTERED, registered_from=days_ago(200), confirmed_on=timezone.localdate()
    )
    return Partner.objects.get(pk=row.pk)


def _from_words(cast, themes, areas):
    """What the sample's groups and offices say they give and seek, a row a thing, on the day on which they last confirmed it."""
    said = [(row["key"], row.get("offers"), row.get("needs"), row["areas"]) for row in data("partners")]
    said += [(key, gives, seeks, []) for key, (_, gives, seeks) in DEPARTMENTS_SAY.items()]
    rows = []
    for key, gives, seeks, places in said:
        partner = Partner.objects.get(pk=cast[key].pk)
        day = max(partner.confirmed_on or timezone.localdate(), days_ago(360))
        area = areas.get(places[0]) if len(places) == 1 and places[0] != "市内全域" else None
        for side, words in (("give", gives), ("seek", seeks)):
            for title in filter(None, (words or "").split("、")):
                kind = _first(KINDS, title, "know" if side == "give" else "people")
                rows.append(
                    Offer(partner=partner, side=side, kind=kind, title=title, theme=themes.get(_first(THEMES, title, "")), area=area,
                          since=day, confirmed_on=day, search_text="", on_weekends="平日" not in title, on_weekdays="平日" in title)
                )  # fmt: skip
    for row in rows:
        row.search_text = search_text(row)
    Offer.objects.bulk_create(rows)
    for partner in {row.partner for row in rows}:
        refresh_search(partner)


def _first(table, words, otherwise):
    return next((code for code, said in table if any(word in words for word in said)), otherwise)
