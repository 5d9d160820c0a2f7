"""How a call is judged, who is heard when, who is absent, what was said: the secretariat's forms around the review."""

from django import forms

from kyodo_portal.common.forms.choice_fields import ChoiceField, MultipleChoiceField, TickField
from kyodo_portal.common.forms.date_fields import ClockField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.messages import set_error_messages
from kyodo_portal.common.forms.number_fields import CountField
from kyodo_portal.common.japanese.clock import EXAMPLE
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.forms import EditForm

from .plan_actions import PLAN, etag_of_hearing, etag_of_plan
from .plan_models import Phase, ReviewPlan, floor_of, rule_phase

MINUTES = {"least": 0, "most": 240, "unit": "分", "example": "10"}
WHEN = [("", "いつも（2回とも）"), *Phase.choices]


class PlanForm(EditForm):
    """審査の進めかた. criteria: those of the call; each brings its least average and its phase."""

    is_blind = TickField(
        label="委員に、団体の名前を見せないで審査する",
        required=False,
        help_text="団体と代表者の名前を伏せ、団体についてのページと資料のファイルを出しません。事務局の画面には出ます。",
    )
    two_phases = TickField(
        label="書類審査とヒアリングで、別々に審査票を書く",
        required=False,
        help_text="発表の順に入れた提案だけ、2枚めの審査票を委員にお願いします。順位と最低点は、2枚めで決まります。",
    )
    tie_rule = ChoiceField(label="平均が同じとき", choices=ReviewPlan.TieRule.choices, widget=forms.RadioSelect)
    tie_criterion = ChoiceField(label="平均が同じときにくらべる基準", required=False)
    quorum = CountField(label="定足数", required=False, most=99, unit="人", help_text="決めていないときは、空けておきます。")
    starts_at = ClockField(label="発表を始める時刻", required=False, help_text=f"例：{EXAMPLE}")
    place = LineField(label="ところ", required=False, max_length=120)
    talk_minutes = CountField(label="発表の時間", **MINUTES)
    question_minutes = CountField(label="質問の時間", **MINUTES)
    pause_after = CountField(
        label="何件ごとに休むか", required=False, least=1, most=99, unit="件", help_text="休まないときは、空けておきます。"
    )
    pause_minutes = CountField(label="休みの時間", **MINUTES)

    def __init__(self, data=None, *, plan, criteria):
        first = {name: getattr(plan, name) for name in PLAN} | {"tie_criterion": plan.tie_criterion_id}
        first["starts_at"] = f"{plan.starts_at:%H:%M}" if plan.starts_at else ""
        super().__init__(data, initial={**first, ETAG: etag_of_plan(plan, criteria)})
        self.criteria = {str(row.pk): row for row in criteria}
        self.fields["tie_criterion"].choices = [("", "選んでください"), *((key, row.name) for key, row in self.criteria.items())]
        for key, row in self.criteria.items():
            self.fields[f"floor_{key}"] = CountField(
                label=f"「{row.name}」の最低点",
                required=False,
                most=row.max_points,
                unit="点",
                initial=floor_of(row),
                help_text=f"委員の平均が、これより低いと届かないことにします。{row.max_points}点満点。",
            )
            self.fields[f"phase_{key}"] = ChoiceField(
                label=f"「{row.name}」の点を付けるとき", required=False, choices=WHEN, initial=rule_phase(row)
            )
            for name in (f"floor_{key}", f"phase_{key}"):
                set_error_messages(self.fields[name])
                self.fields[name].widget.attrs["class"] = "kp-select" if name.startswith("phase") else "kp-input"

    def clean(self):
        said = super().clean()
        if said.get("tie_rule") == ReviewPlan.TieRule.CRITERION and not said.get("tie_criterion"):
            self.add_error("tie_criterion", "くらべる基準を選んでください。")
        if not (said.get("talk_minutes") or said.get("question_minutes")) and not self.errors:
            self.add_error("talk_minutes", "発表と質問のどちらかは、1分以上にしてください。")
        if said.get("two_phases") and not self._marked(Phase.DOCUMENTS):
            self.add_error("two_phases", "書類審査で点を付ける基準がありません。下の「点を付けるとき」を直してください。")
        elif said.get("two_phases") and not self._marked(Phase.HEARING):
            self.add_error("two_phases", "ヒアリングで点を付ける基準がありません。下の「点を付けるとき」を直してください。")
        elif said.get("two_phases") is False and any(phase for _, phase in self.rules.values()):
            self.add_error("two_phases", "点を付けるときを分けるときは、ここにしるしを付けてください。")
        return said

    def _marked(self, phase):
        return any(when in ("", phase) for _, when in self.rules.values())

    @property
    def rules(self):
        """{criterion id: (least average or None, phase or "")}."""
        said = self.cleaned_data
        return {row.pk: (said.get(f"floor_{key}"), said.get(f"phase_{key}") or "") for key, row in self.criteria.items()}

    @property
    def plan(self):
        """{name: value} for save_plan."""
        said = {name: self.cleaned_data[name] for name in PLAN}
        said["tie_criterion"] = self.criteria.get(said["tie_criterion"])
        if said["tie_rule"] != ReviewPlan.TieRule.CRITERION:
            said["tie_criterion"] = None
        return said


class OrderForm(EditForm):
    """発表の順: a number for each proposal; one without a number is not heard."""

    def __init__(self, data=None, *, call, proposals):
        super().__init__(data, initial={ETAG: etag_of_hearing(call)})
        self.proposals = proposals
        heard = any(hasattr(row, "hearing_slot") for row in proposals)
        for number, row in enumerate(proposals, start=1):
            first = row.hearing_slot.place if hasattr(row, "hearing_slot") else None if heard else number
            field = CountField(label=f"「{row}」の順", required=False, least=1, most=999, initial=first, example="1")
            set_error_messages(field)
            field.widget.attrs["class"] = "kp-input"
            self.fields[f"place_{row.pk}"] = field

    @property
    def rows(self):
        """[(proposal, its box)]."""
        return [(row, self[f"place_{row.pk}"]) for row in self.proposals]

    @property
    def places(self):
        """{proposal id: number} of those that are heard."""
        said = {row.pk: self.cleaned_data.get(f"place_{row.pk}") for row in self.proposals}
        return {pk: number for pk, number in said.items() if number}

    def clean(self):
        said, seen = super().clean(), {}
        for row in self.proposals:
            number = said.get(f"place_{row.pk}")
            if number and number in seen:
                self.add_error(f"place_{row.pk}", f"「{row}」の順が、「{seen[number]}」と同じです。ちがう数にしてください。")
            seen.setdefault(number, row)
        return said


class AbsentForm(EditForm):
    """欠席: a tick for each seat and phase."""

    absent = MultipleChoiceField(
        label="欠席した委員",
        required=False,
        help_text="しるしを付けた委員の審査票は、待たず、平均にも入れません。まちがえたときは、しるしを外せば、もとにもどります。",
    )

    def __init__(self, data=None, *, call, seats, phases):
        first = [f"{seat.pk}:{phase}" for seat in seats for phase in phases if phase in seat.absent_in]
        super().__init__(data, initial={ETAG: etag_of_hearing(call), "absent": first})
        self.fields["absent"].choices = [
            (f"{seat.pk}:{phase}", f"{seat.user}" + (f"（{phase.label}）" if len(phases) > 1 else ""))
            for phase in phases
            for seat in seats
        ]

    @property
    def chosen(self):
        """{(seat id, phase)}."""
        return {(int(key.partition(":")[0]), key.partition(":")[2]) for key in self.cleaned_data["absent"]}


class MinutesForm(EditForm):
    """議事録: what was said of each proposal, and of the whole."""

    general = TextField(
        label="全体のまとめ",
        required=False,
        rows=6,
        max_length=20000,
        help_text="開会、委員長のあいさつ、審査のまとめ、付帯意見など。",
    )

    def __init__(self, data=None, *, call, plan, slots):
        first = {"general": plan.minutes, **{f"said_{slot.proposal_id}": slot.minutes for slot in slots}}
        super().__init__(data, initial={**first, ETAG: etag_of_hearing(call)})
        self.slots = slots
        for slot in slots:
            field = TextField(label=f"{slot.place}　{slot.proposal}", required=False, rows=4, max_length=20000)
            set_error_messages(field)
            field.widget.attrs["class"] = "kp-textarea"
            self.fields[f"said_{slot.proposal_id}"] = field

    @property
    def said(self):
        """{proposal id: questions and answers}."""
        return {slot.proposal_id: self.cleaned_data[f"said_{slot.proposal_id}"] for slot in self.slots}
