"""形態の決めごと as readers of a form's page are told of them."""

from typing import NamedTuple

from kyodo_portal.common.own_words import own_words, own_words_said

from .asking import words_of
from .lookup import spec_in_use
from .models import Asked, FormField, FormSpec, Ground, PaperAsk, Way

WAYS = {
    Way.RECORD: own_words("手続きはありません。行ったことを、市が台帳に記録します。"),
    Way.NAME: own_words("市が認めたら始められます。計画や役割の合意書はつくりません。"),
    Way.GRANT: own_words("市が交付を決めたら始められます。報告と精算は、補助金の手続きで進めます。"),
    Way.PACT: "双方が合意してから始め、終わったら実績報告を出します。",
    Way.FULL: "計画と役割を双方で決めて始め、終わったら報告と評価をして、これからを決めます。",
}


WHEN = {Asked.ENTER: "申し出るとき", Asked.AGREE: "合意・契約のとき", Asked.FINISH: "終わったとき", Asked.ANY: "いつでも"}


class Rules(NamedTuple):
    """What the page of a form tells of its 形態の決めごと. `days`: [(label, words)]; `declined`: what the city says no to."""

    spec: FormSpec
    way: str
    evaluation: str
    days: list[tuple[str, str]]
    papers: list[tuple[PaperAsk, str]]  # and when it is handed in, in words
    declined: list[Ground]


def rules_of(form):
    """The Rules of a form, in three queries."""
    spec = spec_in_use(form)
    grounds = spec.grounds.filter(for_decline=True)
    return Rules(
        spec,
        WAYS[spec.way],
        _evaluation(spec),
        _days(spec),
        [(paper, WHEN[paper.asked]) for paper in spec.papers.all()],
        list(grounds),
    )


class TableColumn(NamedTuple):
    """One column of the ledger as a table: its heading 「後援：参加費」 and the FormField of each version of that form, by the spec's key."""

    heading: str
    fields: dict[int, FormField]

    def value_in(self, cycle, *, inside):
        """What stands in it for a year, numbers as numbers; None for other forms, and where only its own people read it (`inside`)."""
        row = self.fields.get(cycle.spec_id)
        if row is None or not (inside or row.public and cycle.is_agreed):
            return None
        value = cycle.extra.get(row.key)
        return value if isinstance(value, int) and not isinstance(value, bool) else words_of(row, value) or None


def table_columns():
    """[TableColumn] of what the forms of the ledger's years ask for the table. One query."""
    rows = FormField.objects.filter(in_table=True, spec__cycles__isnull=False).select_related("spec__form").distinct()
    columns = {}
    for row in rows.order_by("spec__code", "order", "pk"):
        columns.setdefault(f"{row.spec.title}：{row.label}", {})[row.spec_id] = row
    return [TableColumn(heading, fields) for heading, fields in columns.items()]


def _evaluation(spec):
    if spec.evaluation is None:
        return ""
    return own_words_said(
        f"終わったあとに、団体などと市が、それぞれ評価を書きます（{spec.evaluation.name}）。{spec.evaluation.get_talk_display()}ことになっています。"
    )


def _days(spec):
    rows = []
    if spec.apply_days:
        rows.append(("申し出", f"{spec.get_apply_from_display()}の{spec.apply_days}日前まで"))
    if spec.answer_days:
        rows.append((own_words("市の答え"), f"申し出から{spec.answer_days}日のうち"))
    if spec.report != spec.Report.NEVER:
        within = f"（終わって{spec.report_days}日のうち）" if spec.report_days else ""
        rows.append(("実施の報告", f"{spec.get_report_display()}{within}"))
    return rows
