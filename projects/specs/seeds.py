"""What the rows of each common kind say until a city settles its own: as most cities have it, by kind of form.

A field: (key, label, kind, asked, marks, options). Marks: P public, T in the table. A paper: (kind, label, asked, marks); marks:
F only where a fee is taken, O not always.
"""

from typing import NamedTuple

from .models import ADOPTED, GRANTED, Asked, FormSpec, Kind, Talk, Way

ENTER, AGREE, FINISH, ANY = Asked.ENTER, Asked.AGREE, Asked.FINISH, Asked.ANY
LINE, TEXT, YEN, COUNT, DATE, YESNO, CHOICE, CHOICES = Kind
MATTER, SUPPORT = FormSpec.Counted.MATTER, FormSpec.Counted.SUPPORT
FULL, SHORT = "full", "short"

SETS = {FULL: ("全部の項目", Talk.ALWAYS), SHORT: ("3つの項目", Talk.ON_GAP)}

# fmt: off
NOMINAL_FIELDS = (
    ("in_name_of",  "使う名義",         CHOICES, ENTER,  "PT", "市\n教育委員会"),
    ("for_whom",    "だれのための催し", LINE,    ENTER,  "P",  ""),
    ("fee",         "参加費",           YEN,     ENTER,  "PT", ""),
    ("award",       "賞状を出す",       YESNO,   ENTER,  "P",  ""),
    ("publicity",   "広報での案内",     YESNO,   ENTER,  "",   ""),
    ("last_time",   "前回の名義使用",   LINE,    ENTER,  "",   ""),
    ("settlement",  "収支（参加費を取ったとき）", TEXT, FINISH, "", ""),
)
NOMINAL_PAPERS = (
    ("outline",     "催しの要項",       ENTER,  ""),
    ("budget",      "収支予算書",       ENTER,  "F"),
    ("rules",       "規約と名簿",       ENTER,  "O"),
)
GROUNDS = (
    # text                                    no  back
    ("営利を主な目的とするもの",              1, 0),
    ("特定の政党や候補者、宗教を広めるもの",  1, 0),
    ("特定の人だけのためのもの",              1, 0),
    ("参加費が、かかるお金にくらべて高いもの", 1, 0),
    ("安全への備えが足りないもの",            1, 0),
    ("行う人や責任者がはっきりしないもの",    1, 0),
    ("暴力団や、その関係者が行うもの",        1, 1),
    ("市の外だけで行うもの",                  1, 0),
    ("申し出の内容に偽りがあったとき",        0, 1),
    ("断りなく内容を変えたとき",              0, 1),
)
# fmt: on


APPLIED_FOR = ("nominal", "joint_host", "inkind")  # what groups apply for in the portal
DISPOSITIONS = ("inkind",)  # 減免 by 条例 is a 処分; a name lent or an event held together is none


class Seed(NamedTuple):
    """What one kind begins with."""

    way: str
    evaluation: str = ""
    counted: str = MATTER
    fields: tuple = ()
    papers: tuple = ()
    grounds: tuple = ()
    days: tuple = ()  # apply_days, answer_days, report, report_days


TAKES_PART = (
    ("meeting", "会議の名前", LINE, ENTER, "PT", ""),
    ("members", "委員の人数", COUNT, ENTER, "P", ""),
    ("by_call", "うち公募の人数", COUNT, ENTER, "P", ""),
    ("held", "開いた回数", COUNT, FINISH, "PT", ""),
    ("came_of_it", "意見を何に生かしたか", TEXT, FINISH, "P", ""),
)
MINUTES = (("minutes", "議事録", FINISH, ""),)
Report = FormSpec.Report

SEEDS = {
    "nominal": Seed(Way.NAME, "", MATTER, NOMINAL_FIELDS, NOMINAL_PAPERS, GROUNDS, (30, 14, Report.ON_FEE, 30)),
    "joint_host": Seed(
        Way.NAME,
        SHORT,
        MATTER,
        (
            *NOMINAL_FIELDS,
            ("city_share", "市の分担（人・お金・責任）", TEXT, AGREE, "P", ""),
            ("insurance", "保険", LINE, AGREE, "", ""),
        ),
        (*NOMINAL_PAPERS, ("shares", "分担表", AGREE, "")),
        GROUNDS,
        (60, 14, Report.ALWAYS, 30),
    ),
    "inkind": Seed(
        Way.NAME,
        "",
        SUPPORT,
        (
            ("what", "施設・物", LINE, ENTER, "PT", ""),
            ("share", "減免の割合", CHOICE, ENTER, "P", "全額\n半額\nそのほか"),
            ("reduced", "減免した額", YEN, FINISH, "T", ""),
        ),
        (("plan", "企画書", ENTER, ""),),
        GROUNDS,
        (30, 14, Report.ON_REQUEST, 30),
    ),
    "grant": Seed(
        Way.PACT,
        SHORT,
        MATTER,
        (("scheme", "補助制度の名前", LINE, ENTER, "PT", ""), ("decided", "交付を決めた額", YEN, AGREE, "PT", "")),
    ),
    "commission": Seed(
        Way.PACT,
        SHORT,
        MATTER,
        (
            ("contract", "契約番号", LINE, AGREE, "T", ""),
            ("price", "契約の額", YEN, AGREE, "PT", ""),
            ("chosen_by", "相手の選び方", CHOICE, AGREE, "P", "公募・企画提案\n指名\n随意契約\nそのほか"),
            ("passed_on", "再委託", YESNO, AGREE, "", ""),
            ("rights", "著作権の扱い", LINE, AGREE, "", ""),
        ),
        (("contract", "契約書", AGREE, ""), ("work", "仕様書", AGREE, ""), ("inspection", "検査調書", FINISH, "")),
    ),
    "cooperation": Seed(
        Way.PACT,
        SHORT,
        MATTER,
        (
            ("pact", "協定の名前", LINE, AGREE, "PT", ""),
            ("renews", "自動で更新する", YESNO, AGREE, "P", ""),
            ("notice", "やめるときの予告", LINE, AGREE, "", ""),
        ),
        (("pact", "署名した協定書", AGREE, ""),),
    ),
    "committee": Seed(
        Way.RECORD,
        "",
        MATTER,
        (
            ("members", "構成する団体", TEXT, ENTER, "P", ""),
            ("city_part", "市の役", LINE, ENTER, "PT", ""),
            ("share", "負担金", YEN, ENTER, "PT", ""),
            ("meeting", "総会の日", DATE, FINISH, "", ""),
        ),
        (("rules", "規約", ENTER, ""), ("accounts", "決算書", FINISH, "")),
    ),
    "planning": Seed(Way.RECORD, "", MATTER, TAKES_PART, MINUTES),
    "council": Seed(Way.RECORD, "", MATTER, TAKES_PART, MINUTES),
    "dialogue": Seed(Way.RECORD, "", MATTER, TAKES_PART, MINUTES),
    "designated": Seed(
        Way.RECORD,
        "",
        MATTER,
        (
            ("facility", "施設", LINE, ENTER, "PT", ""),
            ("term", "指定の期間", LINE, ENTER, "P", ""),
            ("fee", "指定管理料", YEN, ENTER, "PT", ""),
            ("voted_on", "議決の日", DATE, ENTER, "P", ""),
            ("rated", "年度の評価", LINE, FINISH, "P", ""),
        ),
        (("pact", "協定書", AGREE, ""),),
    ),
    "info": Seed(
        Way.RECORD,
        "",
        SUPPORT,
        (("how_often", "どのくらいの頻度か", LINE, ENTER, "P", ""), ("about", "何をやりとりしたか", TEXT, ENTER, "P", "")),
    ),
    "volunteer": Seed(
        Way.RECORD,
        "",
        MATTER,
        (
            ("paid", "お礼を払う", YESNO, ENTER, "P", ""),
            ("number", "人数", COUNT, FINISH, "PT", ""),
            ("insurance", "保険", LINE, ENTER, "", ""),
        ),
        (("consent", "合意書", ENTER, ""),),
    ),
    "other": Seed(Way.PACT, SHORT),
    GRANTED: Seed(
        Way.GRANT,
        SHORT,
        MATTER,
        (("scheme", "補助制度の名前", LINE, ENTER, "PT", ""), ("decided", "交付を決めた額", YEN, AGREE, "PT", "")),
    ),
    ADOPTED: Seed(Way.FULL, FULL, papers=(("plan", "企画書", ENTER, ""), ("pact", "協定書", AGREE, ""))),
}
