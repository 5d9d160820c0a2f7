"""The figures of one 年度, worked out once when its list is frozen: reports and statistics read `Snapshot.summary` alone.

SUMMARY, the JSON of `Snapshot.summary`. Money in 円; shares and averages are rounded to the digit that is shown; a key is never
missing, what cannot be said is null. "matter" is a row whose form counts (`Counted.MATTER`); all figures but `rows` and `counted`
are about matters. Codes are FormCode and PartnerKind; offices, fields and areas are the words of that year.

    schema       1
    year         2025                                    the 年度
    rows         211                                     rows of the list, counted or not
    counted      {"matter": 190, "support": 16, "no": 5} their sum is `rows`
    count        190                                     件数
    forms        [{"code", "label", "count", "any", "city"}]   the order of FormCode, only those that occur
                 count: matters of this main form (Σ = count) · any: matters that have it among their forms
                 city: {"known": matters with a sum, "unknown": without, "sum": 円} of the matters of this main form
    forms_total  214                                     のべ = Σ any
                 label of その他: with the names of the city's own forms, 「その他（活動支援）」
    support      [{"code", "label", "count"}]            rows counted as support, by main form
    kinds        [{"code", "label", "count"}]            matters with a partner of this kind, the order of PartnerKind
    kinds_total  233                                     のべ = Σ count
    form_kind    [{"form", "kind", "count"}]             matters of this main form with a partner of this kind, without zeros
    offices      [{"name", "count", "new", "last"}]      by lead office, most first; new is null without a list of the year before
    flow         {"before": 2024 or null, "before_count", "new", "continued", "ended", "rate"}
                 before: the 年度 whose list this one was held against · before_count: its matters · new: matters of this year
                 without a row then · continued: its matters with a row here · ended: before_count − continued
                 rate: 継続率, per cent with one digit; null where before_count is 0. Without a list of the year before all are null.
    last         31                                      matters that end with this year
    money        {"city": {"known", "unknown", "sum"}, "group": {…}}
    people       {"known", "unknown", "sum"}             のべ人数
    outcomes     [{"code", "label", "count"}]            これからの扱い of matters that have one
    gaps         [{"principle", "label", "cycles", "average"}]   where at least 5 matters say it: the mean distance of both sides in
                 points of one answer, two digits; principle: PrincipleCode, "" for questions of no principle
    fields       [{"name", "count"}]                     matters of this field, most first
    areas        [{"name", "count"}]                     the same of areas
    proposals    {"received", "adopted", "declined", "days"} or null (an old list): 提案 of the year's calls; days: the median of
                 days from its receipt to the day on which the group was told, one digit, null where none was told
    definitions  {key of DEFINITIONS: text}              as they were worded then

CHANGES, the JSON of `Snapshot.changes`, at most 200 of each: {"added": [title], "removed": [title],
"changed": [{"title", "fields": [{"label", "before", "after"}]}], "counts": {"added", "removed", "changed"}}; {} of a first version.
"""

import hashlib
import re
from collections import Counter, defaultdict
from functools import cached_property
from statistics import median

from guidelines.models import FormCode, PrincipleCode
from kyodo_portal.common.lists.search import fold
from kyodo_portal.common.own_words import own_words, own_words_said
from kyodo_portal.process.edits import canonical
from partners.models import PartnerKind
from projects.cycles.act.models import Improvement

from .models import Counted, SnapshotRow

SCHEMA = 1
GAPS_FROM = 5  # matters, so that no average tells of one
MOST_CHANGES = 200
MOST_WORDS = 3  # forms of the city's own that the label of その他 names
DEFINITIONS = {
    "count": "件数は、数えることに決めた形態の行の数です。1つの協働は、形態や相手がいくつあっても1件です。",
    "total": "のべは、形態または相手の種類ごとの数を足したものです。いくつも選べるため、合計は件数と合いません。",
    "support": "支援として別に数えるものは、件数に入れていません。",
    "new": "新規は、前の年度の一覧に同じ行がないものです。台帳番号か、名前と相手が同じものを、同じ行とみなします。"
    "名前の中の「第何回」と年度は、見くらべません。",
    "rate": "継続率は、前の年度の件数のうち、この年度の一覧にも行があるものの割合です。",
    "money": own_words("市の負担は、金額が分かっている行の合計です。分からない行の数を、あわせて書いています。"),
    "people": "参加した人数は、報告された人数の合計（のべ）です。",
    "gaps": own_words_said(
        f"食い違いは、団体などと市が同じ質問につけた点の差の平均です。{GAPS_FROM}件以上の答えがある原則だけを出しています。"
    ),
    "office": "担当課は、その協働の最後の日（年度の途中で終わらないものは3月31日）に中心になっていた課です。",
    "proposals": "答えるまでの日数は、提案を受け付けた日から結果を知らせた日までの日数の、中央の値です。",
}
# What a list of one year calls by its number of times or its year, and the next list by another.
_OF_THE_YEAR = re.compile(r"第[0-9]+(?:回|期|次)|(?:令和|平成|昭和)(?:[0-9]+|元)年度?|[0-9]{4}年度?|[rh][0-9]{1,2}年度")


def same_matter(row):
    """The words by which a row of one year and one of another are the same matter, where no number says so."""
    return _OF_THE_YEAR.sub("", fold(row.title)), fold(row.partners)


class Index:
    """The rows of one list, found again by their entry of the ledger, their number, or their name and partners."""

    def __init__(self, rows):
        self.rows = rows
        self.projects = {row.project_id: row for row in rows if row.project_id}
        self.numbers = {row.number: row for row in rows if row.number}

    @cached_property
    def words(self):
        """{same_matter(row): row}, folded only where some row is not found by its entry or its number."""
        return {same_matter(row): row for row in self.rows}

    def find(self, row):
        """The row of this list that is the same matter as a row of another; None where there is none."""
        found = self.projects.get(row.project_id) if row.project_id else None
        return found or (self.numbers.get(row.number) if row.number else None) or self.words.get(same_matter(row))


def mark_new(rows, before):
    """Write `is_new` on rows that are not saved yet. before: the rows of the year before, None where it has no list."""
    index = None if before is None else Index(before)
    for row in rows:
        row.is_new = None if index is None else index.find(row) is None


def summary_of(year, rows, before=None, *, gaps=(), proposals=None):
    """The SUMMARY of the rows of a list. No query.

    before: the rows of the newest list of the year before, or None. gaps: [(PrincipleCode or "", cycle, points apart)].
    proposals: the part of that name.
    """
    matters = [row for row in rows if row.counted == Counted.MATTER]
    by_form = _grouped(matters, lambda row: row.form_code)
    many = Counter(code for row in matters for code in set(row.form_codes) | {row.form_code})
    kinds = Counter(kind for row in matters for kind in set(row.partner_kinds))
    both = Counter((row.form_code, kind) for row in matters for kind in set(row.partner_kinds))
    counted = Counter(row.counted for row in rows)
    support = Counter(row.form_code for row in rows if row.counted == Counted.SUPPORT)
    labels = _labels(rows)
    return {
        "schema": SCHEMA,
        "year": year,
        "rows": len(rows),
        "counted": {code: counted[code] for code in Counted.values},
        "count": len(matters),
        "forms": [
            {
                "code": code, "label": label, "count": len(by_form.get(code, ())), "any": many[code],
                "city": _sum(by_form.get(code, ()), "city_cost"),
            }
            for code, label in labels.items()
            if many[code]
        ],
        "forms_total": sum(many.values()),
        "support": [{"code": code, "label": label, "count": support[code]} for code, label in labels.items() if support[code]],
        "kinds": _coded(PartnerKind, kinds),
        "kinds_total": sum(kinds.values()),
        "form_kind": [
            {"form": form, "kind": kind, "count": both[form, kind]}
            for form in FormCode.values
            for kind in PartnerKind.values
            if both[form, kind]
        ],
        "offices": _offices(matters, before is not None),
        "flow": _flow(year, rows, matters, before),
        "last": sum(row.is_last for row in matters),
        "money": {"city": _sum(matters, "city_cost"), "group": _sum(matters, "group_cost")},
        "people": _sum(matters, "people"),
        "outcomes": _coded(Improvement.Outcome, Counter(row.outcome for row in matters if row.outcome)),
        "gaps": _gaps(gaps),
        "fields": _named(Counter(word for row in matters for word in set(row.fields))),
        "areas": _named(Counter(word for row in matters for word in set(row.areas))),
        "proposals": proposals,
        "definitions": DEFINITIONS,
    }  # fmt: skip


def _labels(rows):
    """{FormCode: its label}. その他 names the forms of the city's own that it stands for: by itself it would say nothing. What an old list said in its
    own words is not taken along: it may name somebody.
    """
    labels, other = dict(FormCode.choices), FormCode.OTHER
    ours = [row for row in rows if row.source != SnapshotRow.Source.LIST and row.form_code == other]
    words = Counter(row.form_words for row in ours if row.form_words not in ("", labels[other]))
    if words:
        most = sorted(words, key=lambda word: (-words[word], word))
        labels[other] += f"（{'、'.join(most[:MOST_WORDS])}{'など' if len(most) > MOST_WORDS else ''}）"
    return labels


def _grouped(rows, key):
    groups = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def _coded(choices, counter):
    return [{"code": code, "label": label, "count": counter[code]} for code, label in choices.choices if counter[code]]


def _named(counter):
    return [{"name": name, "count": count} for name, count in sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))]


def _sum(rows, column):
    known = [value for row in rows if (value := getattr(row, column)) is not None]
    return {"known": len(known), "unknown": len(rows) - len(known), "sum": sum(known)}


def _offices(matters, has_before):
    made = [
        {
            "name": name,
            "count": len(rows),
            "new": sum(bool(row.is_new) for row in rows) if has_before else None,
            "last": sum(row.is_last for row in rows),
        }
        for name, rows in _grouped(matters, lambda row: row.office).items()
    ]
    return sorted(made, key=lambda office: (-office["count"], office["name"]))


def _flow(year, rows, matters, before):
    if before is None:
        return dict.fromkeys(("before", "before_count", "new", "continued", "ended", "rate"))
    here, were = Index(rows), [row for row in before if row.counted == Counted.MATTER]
    continued = sum(here.find(row) is not None for row in were)
    return {
        "before": year - 1,
        "before_count": len(were),
        "new": sum(bool(row.is_new) for row in matters),
        "continued": continued,
        "ended": len(were) - continued,
        "rate": round(100 * continued / len(were), 1) if were else None,
    }


def _gaps(gaps):
    labels, made = dict(PrincipleCode.choices), []
    for code, found in sorted(_grouped(gaps, lambda gap: gap[0]).items()):
        cycles = {cycle for _, cycle, _ in found}
        if len(cycles) >= GAPS_FROM:
            average = round(sum(apart for *_, apart in found) / len(found), 2)
            made.append({"principle": code, "label": labels.get(code, "そのほか"), "cycles": len(cycles), "average": average})
    return sorted(made, key=lambda gap: (-gap["average"], gap["principle"]))


def median_days(days):
    """The middle of whole days, one digit; None of none."""
    return round(float(median(days)), 1) if days else None


# What a version is compared and fingerprinted by: (column, its words on the page).
COMPARED = (
    ("title", "名前"), ("number", "台帳番号"), ("partners", "相手"), ("partner_kinds", "相手の種類"), ("form_words", "形態"),
    ("form_codes", "形態の種類"), ("office", "担当課"), ("counted", "数え方"), ("city_cost", own_words("市の負担")), ("group_cost", "相手の負担"),
    ("people", "参加した人数"), ("outcome", "これからの扱い"), ("is_last", "この年度で終わり"), ("fields", "分野"), ("areas", "地域"),
)  # fmt: skip
_WORDS = {
    "partner_kinds": dict(PartnerKind.choices),
    "form_codes": dict(FormCode.choices),
    "counted": dict(Counted.choices),
    "outcome": dict(Improvement.Outcome.choices),
}


def fingerprint(rows):
    """The sha256 of what everybody can read of the rows, in their order: two lists with the same one say the same."""
    columns = [*(column for column, _ in COMPARED), "form_code", "extra"]
    said = [[getattr(row, column) for column in columns] for row in rows]
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def changes_of(former, rows):
    """The CHANGES from the rows of one version to those of the next. Rows are the same matter as `Index` finds them."""
    then, added, changed, left = Index(former), [], [], {id(row) for row in former}
    for row in rows:
        old = then.find(row)
        if old is None or id(old) not in left:
            added.append(row.title)
            continue
        left.discard(id(old))
        if fields := _differences(old, row):
            changed.append({"title": row.title, "fields": fields})
    removed = [row.title for row in former if id(row) in left]
    found = {"added": added, "removed": removed, "changed": changed}
    return {
        **{name: some[:MOST_CHANGES] for name, some in found.items()},
        "counts": {name: len(some) for name, some in found.items()},
    }


def _differences(old, row):
    other = [(label, column) for column, label in COMPARED if getattr(old, column) != getattr(row, column)]
    pairs = [(label, in_words(old, column), in_words(row, column)) for label, column in other]
    return [{"label": label, "before": before, "after": after} for label, before, after in pairs if before != after]


def in_words(row, column):
    """What a page writes for a column of a row; "" for nothing."""
    value, words = getattr(row, column), _WORDS.get(column, {})
    if isinstance(value, list):
        return "、".join(words.get(one, one) for one in value)
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, int):
        return f"{value:,}"
    return str(words.get(value, value) or "") if value is not None else ""
