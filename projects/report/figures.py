"""The figures of a year's report out of summaries (projects/snapshots/figures.py: SUMMARY): bars, lines and tables, each with what it counts.

Nothing here asks the database: a figure says what the frozen numbers say, today and in ten years.
"""

from collections import Counter
from typing import NamedTuple

from kyodo_portal.common.drawing.charts import CountBar, Line, PartBar, shares_of
from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.own_words import own_words
from partners.models import PartnerKind

MOST_PARTS = 4  # forms with a tone of their own; the others are one
MOST_LINES = 8  # offices that are drawn; the table has all
MOST_POINTS = 4  # that two sides can be apart, on a scale from 1 to 5
OTHERS = "そのほか"


class Table(NamedTuple):
    """What a figure says as a table: the words of its columns, rows of a heading and as many cells less one."""

    columns: tuple
    rows: list

    @property
    def lines(self):
        """[(heading of the row, [(word of the column, value)])]"""
        return [(row[0], [*zip(self.columns[1:], row[1:], strict=True)]) for row in self.rows]


class Figure(NamedTuple):
    """One figure. `kind`: bars, parts, lines or table; `rows` of common/drawing/charts.py; `legend`: the words of the parts.

    `says`: what is counted, as it was worded when the year was frozen; `note`: what the drawing alone does not tell.
    """

    code: str
    label: str
    kind: str
    rows: list
    table: Table
    says: list
    note: str = ""
    legend: tuple = ()


class Key(NamedTuple):
    """One large number above all figures. `values`: of the years, the oldest first; `said`: the small line below it."""

    label: str
    shown: str
    unit: str
    values: list
    said: str

    @property
    def in_words(self):
        return f"{len(self.values)}年の動き。{'、'.join(f'{value:,}' for value in self.values)}{self.unit}"


def numbers_of(summaries):
    """[Key], four at most, of the last of these summaries, the oldest first."""
    last, first = summaries[-1], summaries[0]
    said = f"{fiscal_label(first['year'])}は{first['count']:,}件" if len(summaries) > 1 else "数えることに決めた形態の行の数"
    keys = [Key("いっしょの仕事", f"{last['count']:,}", "件", [one["count"] for one in summaries], said)]
    if last["people"]["known"]:
        values = [one["people"]["sum"] for one in summaries]
        keys.append(
            Key("参加した人（のべ）", f"{last['people']['sum']:,}", "人", values, f"人数が分かる{last['people']['known']}件から")
        )
    if last["flow"]["before"] is not None:
        keys.append(
            Key("新しく始まった", f"{last['flow']['new']:,}", "件", [], f"前の年から続いたものは{last['flow']['continued']:,}件")
        )
    if last["money"]["city"]["known"]:
        city = last["money"]["city"]
        number, unit = _money(city["sum"])
        keys.append(
            Key(
                own_words("市の負担"),
                number,
                unit,
                [],
                f"金額が分かる{city['known']}件の合計。分からないものは{city['unknown']}件",
            )
        )
    return keys


def figures_of(summaries):
    """{code: Figure} of the last of these summaries (the oldest first), in the order of FIGURES; only those that have anything to show."""
    made = {code: make(code, label, summaries) for code, (label, make) in FIGURES.items()}
    return {code: figure for code, figure in made.items() if figure is not None}


def _says(summary, *names):
    return [summary["definitions"][name] for name in names if name in summary["definitions"]]


def _money(yen):
    return (f"{yen // 10_000:,}", "万円") if yen >= 10_000 else (f"{yen:,}", "円")


def _years(code, label, summaries):
    """By year and form."""
    last = summaries[-1]
    if not any(one["count"] for one in summaries):
        return None
    words, totals = {}, Counter()
    for one in summaries:
        for form in one["forms"]:
            words[form["code"]] = form["label"]
            totals[form["code"]] += form["count"]
    now = {form["code"]: form["count"] for form in last["forms"]}
    order = sorted(words, key=lambda form: (-now.get(form, 0), -totals[form], form))
    own = order[:MOST_PARTS]
    highest = max(one["count"] for one in summaries)
    rows, lines = [], []
    for one in summaries:
        counts = {form["code"]: form["count"] for form in one["forms"]}
        parts = [counts.get(form, 0) for form in own] + [sum(counts.get(form, 0) for form in order[MOST_PARTS:])]
        tones = tuple((tone, round(100 * count / highest, 1)) for tone, count in enumerate(parts, start=1) if count)
        rows.append(PartBar(fiscal_label(one["year"]), tones, f"{one['count']:,}件"))
        lines.append((fiscal_label(one["year"]), *(counts.get(form, 0) for form in order), one["count"]))
    legend = tuple(words[form] for form in own) + ((OTHERS,) if len(order) > MOST_PARTS else ())
    table = Table(("年度", *(words[form] for form in order), "計"), lines)
    return Figure(code, label, "parts", rows, table, _says(last, "count", "support"), legend=legend)


def _bars(code, label, rows, says, *, head, unit="件", note=""):
    """Bars of [(words, number)]; None without any."""
    if not rows:
        return None
    bars = [
        CountBar(words, share, f"{count:,}{unit}")
        for (words, count), share in zip(rows, shares_of([row[1] for row in rows]), strict=True)
    ]
    return Figure(code, label, "bars", bars, Table((head, "数"), [*rows]), says, note)


def _kinds(code, label, summaries):
    rows = [(kind["label"], kind["count"]) for kind in summaries[-1]["kinds"]]
    rows.sort(key=lambda row: -row[1])
    return _bars(code, label, rows, _says(summaries[-1], "total"), head="相手の種類")


def _named(name, head, *says):
    def make(code, label, summaries):
        rows = [(row["name"], row["count"]) for row in summaries[-1][name]]
        return _bars(code, label, rows, _says(summaries[-1], *says), head=head)

    return make


def _offices(code, label, summaries):
    """Each office through the years, on one scale; in the first year as bars."""
    last = summaries[-1]
    rows = [(office["name"], office["count"]) for office in last["offices"] if office["name"]]
    if len(summaries) == 1 or not rows:
        return _bars(code, label, rows, _says(last, "office"), head="担当課")
    of_year = [{office["name"]: office["count"] for office in one["offices"]} for one in summaries]
    names = [name for name, _ in rows] + sorted({name for one in of_year for name in one if name} - {name for name, _ in rows})
    values = {name: tuple(one.get(name, 0) for one in of_year) for name in names}
    lines = [Line(name, values[name], f"{values[name][0]}件 → {values[name][-1]}件") for name in names[:MOST_LINES]]
    more = f"件数の多い{MOST_LINES}つの課を図にしました。表には、すべての課があります。" if len(names) > MOST_LINES else ""
    table = Table(("担当課", *(fiscal_label(one["year"]) for one in summaries)), [(name, *values[name]) for name in names])
    return Figure(code, label, "lines", lines, table, _says(last, "office"), more)


def _flow(code, label, summaries):
    flow = summaries[-1]["flow"]
    if flow["before"] is None:
        return None
    before = fiscal_label(flow["before"])
    rows = [("新しく始まった", flow["new"]), (f"{before}から続いた", flow["continued"]), (f"{before}で終わった", flow["ended"])]
    note = f"{before}の{flow['before_count']:,}件のうち、{flow['rate']}％が続いています。" if flow["rate"] is not None else ""
    return _bars(code, label, rows, _says(summaries[-1], "new", "rate"), head="動き", note=note)


def _form_money(code, label, summaries):
    rows = [(form["label"], form["city"]) for form in summaries[-1]["forms"] if form["city"]["known"]]
    if not rows:
        return None
    city = summaries[-1]["money"]["city"]
    shares = shares_of([sums["sum"] for _, sums in rows])
    bars = [CountBar(words, share, "".join(_money(sums["sum"]))) for (words, sums), share in zip(rows, shares, strict=True)]
    lines = [(words, f"{sums['sum']:,}", sums["known"], sums["unknown"]) for words, sums in rows]
    lines.append(("計", f"{city['sum']:,}", city["known"], city["unknown"]))
    table = Table(("形態", "合計（円）", "金額が分かる件数", "分からない件数"), lines)
    note = f"合わせて{city['sum']:,}円。金額が分からないものが{city['unknown']:,}件あります。"
    return Figure(code, label, "bars", bars, table, _says(summaries[-1], "money"), note)


def _form_kind(code, label, summaries):
    """A table alone: two kinds of words against each other are no drawing."""
    last = summaries[-1]
    counts = {(row["form"], row["kind"]): row["count"] for row in last["form_kind"]}
    kinds = [kind for kind in PartnerKind if any(kind.value == asked for _, asked in counts)]
    forms = [form for form in last["forms"] if any(form["code"] == asked for asked, _ in counts)]
    if not counts:
        return None
    rows = [(form["label"], *(counts.get((form["code"], kind.value), 0) for kind in kinds)) for form in forms]
    return Figure(code, label, "table", [], Table(("形態", *(kind.label for kind in kinds)), rows), _says(last, "total"))


def _outcomes(code, label, summaries):
    rows = [(row["label"], row["count"]) for row in summaries[-1]["outcomes"]]
    return _bars(code, label, rows, ["見直しの結果が書かれた件数です。"], head="これから")


def _gaps(code, label, summaries):
    gaps = summaries[-1]["gaps"]
    if not gaps:
        return None
    bars = [CountBar(gap["label"], round(100 * gap["average"] / MOST_POINTS), f"{gap['average']}点") for gap in gaps]
    table = Table(("原則", "点の差の平均", "答えた件数"), [(gap["label"], gap["average"], gap["cycles"]) for gap in gaps])
    return Figure(
        code, label, "bars", bars, table, _says(summaries[-1], "gaps"), own_words("小さいほど、団体などと市の見方が近いです。")
    )


def _proposals(code, label, summaries):
    asked = summaries[-1]["proposals"]
    if not asked or not asked["received"]:
        return None
    rows = [("受け付けた提案", asked["received"]), ("採択した", asked["adopted"]), ("採択しなかった", asked["declined"])]
    note = f"受け付けてから結果を知らせるまで、真ん中の値で{asked['days']}日でした。" if asked["days"] is not None else ""
    return _bars(code, label, rows, _says(summaries[-1], "proposals"), head="提案", note=note)


# code of a chapter's figure: (what it is called, how it is made)
FIGURES = {
    "years": ("年ごと、形ごとの件数", _years),
    "kinds": ("相手の種類", _kinds),
    "flow": ("始まったこと、続いたこと、終わったこと", _flow),
    "offices": ("課ごとの件数", _offices),
    "money": (own_words("形ごとの市の負担"), _form_money),
    "areas": ("地域ごとの件数", _named("areas", "地域")),
    "fields": ("分野ごとの件数", _named("fields", "分野")),
    "form_kind": ("形と相手の組み合わせ", _form_kind),
    "gaps": (own_words("団体と市の、見方の差"), _gaps),
    "outcomes": ("見直して、これからどうするか", _outcomes),
    "proposals": ("届いた提案と、答えるまでの日数", _proposals),
}
FIGURE_CHOICES = [(code, label) for code, (label, _) in FIGURES.items()]


def figure_label(code):
    """What the figure of a chapter is called; a chapter of text alone has none."""
    return dict(FIGURE_CHOICES).get(code, code or "図なし")
