"""The pages on which a group writes: the application, a change, the report, a paper."""

from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm, add_css_class
from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField, UploadField
from kyodo_portal.common.forms.messages import set_error_messages
from kyodo_portal.common.forms.number_fields import CountField, YenField
from kyodo_portal.common.forms.three_way import compare
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.forms import STAYS, EditForm
from projects.cycles.plan.forms import MOST_COUNT
from projects.cycles.plan.row_forms import Row, set_of

from .account_models import GrantLine, GrantPaper
from .models import Grant
from .scheme_models import CostItem


class NewGrantForm(KyodoForm):
    """For which group, and what the undertaking is called."""

    with_key = True
    buttons = [("begin", "下書きを始める", "")]

    partner = ModelChoiceField(label="申請する団体", queryset=None, empty_label=None)
    title = LineField(label="事業の名前", max_length=100, help_text="例：空き家をつかった子どもの居場所")

    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = groups


class GrantForm(EditForm):
    """The part of the application that stands once; income and expense are rows beside it."""

    title = LineField(label="事業の名前", max_length=100)
    purpose = TextField(label="目的と内容", max_length=4000, rows=6, required=False, help_text="何のために、だれと、何をするか。")
    place = LineField(label="場所", max_length=120, required=False)
    starts_on = JaDateField(label="始める日", required=False)
    ends_on = JaDateField(label="終える日", required=False, help_text="年度のうちの日を入れます。例：令和9年3月31日")
    year_no = CountField(label="この事業で、この制度を使う年数", least=1, most=99, unit="年目")
    wish = YenField(label="希望する額", required=False, help_text="計算した額より少なくてよいときだけ入れます。")
    difference = LineField(
        label="収支の差額をどうするか",
        max_length=200,
        required=False,
        help_text="収入が支出より多いときだけ。例：次の年度に繰り越す",
    )

    def show_conflict(self, error):
        """The rows too, which stand beside this form: as they are now, above it."""
        super().show_conflict(error)
        for name, label in ROWS.items():
            if name in error.clash or name in error.kept:
                says = f"いまの{label}" if name in error.clash else f"{label}：{STAYS}"
                rows = "、".join(f"{item} {amount:,}円" for _, item, amount, _ in error.stored[name])
                self.add_error(None, f"{says}：{rows or '（なし）'}")
        return self

    def labels_kept(self, now, sent):
        kept = compare(self.data.get(ETAG, ""), now, sent).kept
        return [*super().labels_kept(now, sent), *(label for name, label in ROWS.items() if name in kept)]


ROWS = {"expenses": "支出の予算", "incomes": "収入の予算"}


class ExpenseRow(Row):
    content = ("item", "amount", "note")

    cost = ModelChoiceField(label="経費の区分", queryset=CostItem.objects.none(), empty_label="選んでください")
    item = LineField(label="内容", max_length=60, help_text="例：講師へのお礼（2回）")
    amount = YenField(label="金額")
    note = LineField(label="内訳", max_length=200, required=False)

    def __init__(self, *args, costs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cost"].queryset = costs


class IncomeRow(Row):
    content = ("item", "amount", "note")

    source = ChoiceField(label="収入の種類", choices=GrantLine.Source.choices)
    item = LineField(label="内容", max_length=60, help_text="例：参加費（300円×40人）")
    amount = YenField(label="金額")
    note = LineField(label="内訳", max_length=200, required=False)


SETS = {"expenses": set_of(ExpenseRow, "支出"), "incomes": set_of(IncomeRow, "収入")}
MORE = {"more": SETS["expenses"]}


NEEDS_APPROVAL = "変えるときは、先に市の承認が要ります。変えないときは、このままにします。"


def _is_on_page(form, box):
    """Whether the page that was sent had this box: a line that was added since is asked about on the next one."""
    return not form.is_bound or form.add_prefix(box) in form.data


def _dressed(field):
    """A box that a form makes while it runs, as those are that stand in its class."""
    set_error_messages(field)
    add_css_class(field.widget)
    return field


class ChangeForm(EditForm):
    """Purpose, place, period and every line as they should be, filled with what was decided. Each says where 軽微 ends."""

    buttons = [("save", "保存して、変更の種類を見る", "")]

    purpose = TextField(label="目的と内容", max_length=4000, rows=4, help_text=NEEDS_APPROVAL)
    place = LineField(label="場所", max_length=120, required=False, help_text=NEEDS_APPROVAL)
    starts_on = JaDateField(label="始める日", help_text=NEEDS_APPROVAL)
    ends_on = JaDateField(label="終える日", help_text=NEEDS_APPROVAL)

    def __init__(self, *args, lines, minor_percent, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = [row for row in lines if row.stands_planned and _is_on_page(self, f"wanted_{row.pk}")]
        for row in self.lines:
            now = row.decided or 0
            first = now if row.wanted is None else row.wanted
            said = f"いまの決定：{now:,}円"
            if row.side == row.Side.EXPENSE:
                least, most = -(-now * (100 - minor_percent) // 100), now * (100 + minor_percent) // 100
                said += f"。{least:,}円から{most:,}円までなら、届け出るだけです。"
            self.fields[f"wanted_{row.pk}"] = _dressed(YenField(label=row.item, initial=first, help_text=said))

    @property
    def amounts(self):
        """{key of a line: yen}"""
        return {row.pk: self.cleaned_data[f"wanted_{row.pk}"] for row in self.lines}

    @property
    def values(self):
        """{column: value} of what a change may touch besides the accounts."""
        return {name: self.cleaned_data[name] for name in Grant.CHANGED}


class ReportForm(EditForm):
    """What was done, and what each line came to, with its receipt."""

    buttons = [("save", "保存する", "")]

    result = TextField(label="したことと成果", max_length=4000, rows=6)
    people = CountField(label="参加した人数（のべ）", unit="人", most=MOST_COUNT, required=False)

    def __init__(self, *args, grant, papers, **kwargs):
        super().__init__(*args, **kwargs)
        if grant.cycle_id:
            self.fields[
                "result"
            ].help_text = "額が確定すると、人数とともに、協働の台帳で公開されます。個人の名前は書かないでください。"
        lines = [row for row in grant.all_lines if row.decided is not None or row.actual is not None]
        self.lines = [row for row in lines if _is_on_page(self, f"actual_{row.pk}")]
        for row in self.lines:
            planned = f"決定：{row.decided:,}円" if row.decided is not None else "決定にはなかった行"
            label = f"{row.get_side_display()}：{row.item}"
            self.fields[f"actual_{row.pk}"] = _dressed(
                YenField(label=label, initial=row.actual, required=False, help_text=planned)
            )
            if row.is_eligible:
                said = {"label": f"{row.item}の領収書など", "initial": row.evidence_id, "empty_label": "まだ付けていません"}
                self.fields[f"evidence_{row.pk}"] = _dressed(ModelChoiceField(queryset=papers, required=False, **said))
        said = {"label": "決算の差額をどうするか", "help_text": "収入が支出より多いときだけ。例：次の年度に繰り越す"}
        self.fields["report_difference"] = _dressed(
            LineField(max_length=200, required=False, initial=grant.report_difference, **said)
        )

    @property
    def answers(self):
        """What `save_report` is called with, without the token."""
        read = self.cleaned_data
        return {
            "result": read["result"],
            "people": read["people"],
            "report_difference": read["report_difference"],
            "actuals": {row.pk: read[f"actual_{row.pk}"] for row in self.lines},
            "evidence": {row.pk: read.get(f"evidence_{row.pk}") for row in self.lines},
        }


class GrantPaperForm(KyodoForm):
    """One paper more. It is never public."""

    with_key = True
    buttons = [("add", "書類を出す", "")]

    kind = ChoiceField(label="種類", choices=GrantPaper.Kind.choices)
    file = UploadField(label="ファイル")
    label = LineField(label="書類の名前", max_length=80, required=False, help_text="空なら、種類の名前で出ます。例：会場の領収書")
    dated_on = JaDateField(label="書類の日付", required=False, latest=timezone.localdate, help_text="領収書に書いてある日。")


def first_of(grant):
    """The initial values of an application's page: {column: value}."""
    return {name: getattr(grant, name) for name in Grant.WRITTEN}


def rows_of(grant):
    """The initial rows of an application's page: {prefix: [values]}."""
    rows = grant.all_lines
    return {
        "expenses": [_row(row) | {"cost": row.cost_id} for row in rows if row.side == GrantLine.Side.EXPENSE],
        "incomes": [_row(row) | {"source": row.source} for row in rows if row.side == GrantLine.Side.INCOME],
    }


def _row(row):
    return {"item": row.item, "amount": row.budget, "note": row.note}
