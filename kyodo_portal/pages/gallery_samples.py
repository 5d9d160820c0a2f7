"""What the gallery of components shows: made-up rows, one for each look. Nobody's data."""

from datetime import date, datetime, timedelta

from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.urls import reverse

from kyodo_portal.common.drawing import pictures
from kyodo_portal.common.drawing.charts import CountBar, Line, PartBar, Ring, TwoPoints
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.fields import LineField
from kyodo_portal.common.lists.filters import ListForm, ListPage, Sort
from kyodo_portal.common.lists.kana_index import RowLink
from kyodo_portal.common.text.difference import compared
from kyodo_portal.common.workflow import CITY, Actor
from kyodo_portal.process.photos import Shown, Size
from kyodo_portal.process.presenters import Place, Said, Turn
from kyodo_portal.process.waiting import UndoLink
from partners.directory.list_presenters import Row
from projects.cycles.summary import Bar
from projects.ledger.list_presenters import Card

CHIP_TONES = ("", "key", "plan", "do", "check", "act", "ok", "warn", "error", "quiet")
STEPS = [("who", "提案する人", "入力済み"), ("plan", "企画の内容", "入力中"), ("money", "予算", "まだ")]
PARTNER = Row(
    1,
    name="雪おろし助け合い便",
    kind="civic",
    kind_label="市民活動団体",
    about="屋根の雪を、いっしょにおろします。",
    offers="除雪機2台、道具の使い方",
    needs="",
    is_sample=True,
    source="",
    is_dormant=False,
    areas=("東山", "岩沢"),
    members="12人",
    confirmed="2026年4月に確かめました",
    is_stale=False,
    level=4,
)
STALE = PARTNER._replace(
    name="川辺町内会", kind="neighbourhood", needs="若い世帯", confirmed="2023年5月から確かめていません", is_stale=True
)
LETTERS = [RowLink("あ", "#lists-h"), RowLink("か", ""), RowLink("さ", "#lists-h")]
TEXTS = ("毎月1回、公園に集まります。", "毎月2回、公園と集会所に集まります。")
COMPARED = [compared("活動する日", *TEXTS), compared("求めること", "", "車を出せる人")]
MESSAGES = [
    Message(constants.SUCCESS, "保存しました。"),
    Message(constants.INFO, "3日後に締め切ります。"),
    Message(constants.WARNING, "まだ送られていません。"),
    Message(constants.ERROR, "保存できませんでした。"),
]


FACES = [
    ("group", "NPO法人雪おろし助け合い便"),
    ("town", "川辺町内会"),
    ("firm", "株式会社みほん商店"),
    ("school", "みほん小学校"),
    ("city", "福祉課"),
    ("person", "佐藤みほん"),
    ("other", "まつりの実行委員会"),
]


TURNS = [
    Turn(
        "いまは、市の番です",
        "事務局が「書類を確かめる」番です。",
        "いま、していただくことはありません。",
        date.today() + timedelta(days=6),
        False,
        False,
    ),
    Turn("いまは、あなたの番です", "すること：提案書を直して出し直す", "", date.today() - timedelta(days=1), True, True),
    Turn("「採択」で、手続きは終わりました", "つぎは、計画を決めます。", "", None, False, False),
]
TRACK = [
    Place("受付", "done", "済み", datetime(2026, 11, 18, 20, 5), None),
    Place("担当課との協議", "skipped", "ありませんでした", None, None),
    Place("審査", "now", "いまここ", datetime(2026, 11, 24, 9, 0), None),
    Place("結果", "later", "これから", None, date(2027, 1, 15)),
]
SAID = [
    Said(
        datetime(2026, 11, 19, 9, 0),
        CITY,
        "市が、提案を受け付けました。",
        "",
        "受付済",
        UndoLink(2, "#say-h", "「受け付ける」を取り消す", "次の手続きまで、取り消せます。"),
    ),
    Said(
        datetime(2026, 11, 18, 20, 5),
        Actor("川辺町内会", "town"),
        "川辺町内会が、提案を出しました。",
        "役員会で決めました。",
        "提出済",
        None,
    ),
]
COUNTS = [CountBar("町内会・自治会", 100, "22件"), CountBar("会社・お店", 55, "12件"), CountBar("個人", 5, "1件")]
LEGEND = ("補助", "共催", "委託", "後援", "そのほか")
PARTS_OF_YEARS = [
    PartBar("令和6年度", ((1, 28), (2, 17), (3, 14), (4, 14), (5, 10)), "24件"),
    PartBar("令和7年度", ((1, 31), (2, 24), (3, 17), (4, 18), (5, 10)), "29件"),
]
YEAR_ROWS = [Line("福祉課", (2, 2, 3, 4, 5), "2件 → 5件"), Line("商工課", (3, 3, 3, 3, 3), "3件 → 3件")]
POINTS = [
    TwoPoints("話し合い", 5, 4, "1点の差"),
    TwoPoints("費用", 2, 4, "食い違い（2点の差）", is_gap=True),
    TwoPoints("役割", 3, 3, "同じ"),
    TwoPoints("成果", None, 4, "くらべられません"),
]
BARS = [
    Bar("見守る家", "軒／目標 40軒（90％）", value="36", width=90, former="前の年度は28軒でした。"),
    Bar("講習", "目標 4回（結果はこれからです）", former="うすい色は、前の年度の3回です。", former_width=75),
    Bar("満足", "測れませんでした（聞けなかった）／目標 80％"),
]
RINGS = [Ring("6年度", "28軒", 4), Ring("7年度", "36軒", 4), Ring("8年度", "40軒へ", 1)]


def pictures_shown():
    """A photograph and a drawing, as pages show them. The address of the photograph is made up."""
    at = reverse("drawing", args=[pictures.drawing("scene-snow").digest, "scene-snow"])
    small, large = Size(at, 480, 320), Size(f"{at}?l", 1200, 800)
    return [
        Shown(1, alt="屋根の雪をおろしている", small=small, large=large, is_sample=False),
        Shown(2, alt="", small=small, large=large, is_sample=True),
        Shown(None, alt="", small=Size(at, 600, 400), large=Size(at, 600, 400), is_sample=False),
    ]


def cards_shown():
    """One card of each look of a state."""
    picture = pictures_shown()[-1]
    return [
        Card(
            number,
            number=f"R8-K-000{number}",
            title="雪おろし助け合い便",
            summary="自分で雪おろしができない家を、いっしょに回ります。",
            form="補助",
            is_sample=True,
            phase="do",
            tone=tone,
            status_label=label,
            year=2026,
            groups=("雪おろし助け合い便",),
            offices=("福祉課",),
            picture=picture,
        )
        for number, (label, tone) in enumerate((("実施中", ""), ("準備", "next"), ("完了", "done")), 1)
    ]


class SampleForm(ListForm):
    q = LineField(label="ことば", required=False)
    season = ChoiceField(label="季節", required=False, choices=[("", "すべての季節"), ("winter", "冬")])


class SampleList(ListPage):
    """A list of three lines, narrowed by two conditions, in two orders, on three pages."""

    SORTS = {"new": Sort("新しい順"), "name": Sort("50音順")}
    PER_PAGE = 1
    rows = ("雪おろし助け合い便", "雪道の見守り", "雪まつり")

    def __init__(self, request):
        self.request, self.data = request, {"q": "雪", "season": "winter"}
        self.form = SampleForm(self.data)
