"""A year's list as it is taken out: the table of CSV and xlsx, and what programs read."""

from guidelines.models import FormCode
from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.lists.pieces import pieces
from kyodo_portal.common.own_words import own_words
from partners.models import PartnerKind
from projects.cycles.act.models import Improvement

from .models import Counted, SnapshotRow

ROWS_AT_A_TIME = 500
FORMS, KINDS, COUNTED, OUTCOMES = (dict(choices.choices) for choices in (FormCode, PartnerKind, Counted, Improvement.Outcome))
HEADER = [
    "年度", "台帳番号", "名前", "相手", "相手の種類", "形態", "形態の種類", "ほかの形態", "担当課", "数え方", own_words("市の負担(円)"), "相手の負担(円)",
    "参加した人数", "これからの扱い", "新規", "この年度で終わり", "分野", "地域",
]  # fmt: skip


def table_of(snapshot):
    """(header, rows) of a version as CSV and xlsx hold it: the public columns, and those of `extra` behind them. Two queries or more."""
    rows = SnapshotRow.objects.filter(snapshot=snapshot).order_by("order")
    labels = list(dict.fromkeys(label for extra in rows.values_list("extra", flat=True) for label in extra))
    return [*HEADER, *labels], (_cells(snapshot, row, labels) for row in pieces(rows, ROWS_AT_A_TIME))


def _cells(snapshot, row, labels):
    also = [FORMS.get(code, code) for code in row.form_codes if code != row.form_code]
    return [
        fiscal_label(snapshot.fiscal_year), row.number, row.title, row.partners, _words(KINDS, row.partner_kinds),
        row.form_words or FORMS[row.form_code], FORMS[row.form_code], "、".join(also), row.office, COUNTED[row.counted],
        row.city_cost, row.group_cost, row.people, OUTCOMES.get(row.outcome, ""),
        None if row.is_new is None else row.is_new, row.is_last, "、".join(row.fields), "、".join(row.areas),
        *(row.extra.get(label, "") for label in labels),
    ]  # fmt: skip


def _words(words, codes):
    return "、".join(words.get(code, code) for code in codes)


def json_of(snapshot):
    """A version as programs read it: codes and words, its figures and what they mean. One query."""
    rows = SnapshotRow.objects.filter(snapshot=snapshot).order_by("order")
    columns = (
        "number", "title", "partners", "partner_kinds", "form_code", "form_codes", "form_words", "office", "counted", "city_cost",
        "group_cost", "people", "outcome", "is_new", "is_last", "fields", "areas", "extra",
    )  # fmt: skip
    return {
        "fiscal_year": snapshot.fiscal_year,
        "version": snapshot.version,
        "source": snapshot.source,
        "frozen_at": snapshot.at.isoformat(),
        "sha256": snapshot.sha256,
        "summary": snapshot.summary,
        "rows": [{column: getattr(row, column) for column in columns} for row in pieces(rows, ROWS_AT_A_TIME)],
    }
