"""The score sheet and the small forms beside it. What a decision asks stands in reviews/decision_forms.py."""

from django import forms

from kyodo_portal.common.forms.base import KyodoForm, add_css_class
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.messages import set_error_messages
from kyodo_portal.common.forms.typed import typed_in
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.process.edits import ETAG, changed_in, etag_of
from kyodo_portal.process.forms import EditForm

from .actions import needs_reason, sheet_values
from .scoring import sheet_points

WORDS = {5: "とてもよい", 4: "よい", 3: "ふつう", 2: "もうひと息", 1: "むずかしい", 0: "書かれていない・あてはまらない"}


def points_choices(criterion):
    """Radio choices from the best downwards; of a scale that is not 0–5 only its ends and its middle carry words."""
    most = criterion.max_points
    words = WORDS if most == 5 else {most: WORDS[5], 0: WORDS[0], **({most // 2: WORDS[3]} if most > 2 and most % 2 == 0 else {})}
    return [(str(points), f"{points}点　{words[points]}" if points in words else f"{points}点") for points in range(most, -1, -1)]


class SheetForm(EditForm):
    """One member's sheet. `drafting`: nothing is required, so that one can stop anywhere."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    buttons = [("check", "書いたことを確かめる", ""), ("draft", "書きかけを保存する", "kp-btn--sub")]

    def __init__(self, data=None, files=None, *, criteria, revision, phase, sheet=None, drafting=False):
        self.criteria, self.phase = list(criteria), phase
        super().__init__(data, files, initial=self._kept(sheet, revision))
        for criterion in self.criteria:
            self.fields[f"points_{criterion.pk}"] = ChoiceField(
                label="点",
                choices=points_choices(criterion),
                widget=forms.RadioSelect,
                required=not drafting,
                error_messages={"required": f"「{criterion.name}」の点を選んでください。"},
            )
            self.fields[f"reason_{criterion.pk}"] = TextField(
                label=f"「{criterion.name}」の理由",
                required=False,
                rows=3,
                max_length=1000,
                help_text="1点と0点のときは、必ず書いてください。"
                if criterion.max_points > 1
                else "0点のときは、必ず書いてください。",
            )
        self.fields["opinion"] = TextField(
            label="委員どうしの所見",
            required=False,
            rows=4,
            max_length=2000,
            help_text="委員と事務局だけが見ます。団体には伝わりません。",
        )
        self.fields["advice"] = TextField(
            label="団体への助言",
            required=False,
            rows=4,
            max_length=2000,
            help_text="結果といっしょに、名前を出さずに団体へ伝えることがあります。はげましや、よくするための案を書いてください。",
        )
        self.dress_new_fields()

    def _kept(self, sheet, revision):
        kept = {"revision": revision.number, ETAG: etag_of(sheet_values(sheet, self.phase))}
        if sheet is not None:
            kept |= {"opinion": sheet.opinion, "advice": sheet.advice}
            for pk, score in sheet_points(sheet).items():
                kept[f"points_{pk}"] = "" if score.points is None else str(score.points)
                kept[f"reason_{pk}"] = score.reason
        return kept

    def dress_new_fields(self):
        for name, field in self.fields.items():
            set_error_messages(field)
            add_css_class(field.widget)
            if name.startswith("points_"):
                field.error_messages["required"] = f"「{self._criterion(name).name}」の点を選んでください。"

    def _criterion(self, name):
        return next(criterion for criterion in self.criteria if name.endswith(f"_{criterion.pk}"))

    def clean(self):
        cleaned = super().clean()
        if any(self.fields[f"points_{criterion.pk}"].required for criterion in self.criteria):
            for criterion in self.criteria:
                points, reason = self.mark(cleaned, criterion)
                if needs_reason(points, criterion.max_points) and not reason.strip():
                    self.add_error(f"reason_{criterion.pk}", f"「{criterion.name}」を{points}点にした理由を書いてください。")
        return cleaned

    def mark(self, cleaned, criterion):
        """(points or None, reason) of one criterion."""
        points = cleaned.get(f"points_{criterion.pk}")
        return int(points) if points else None, cleaned.get(f"reason_{criterion.pk}") or ""

    @property
    def marks(self):
        """{criterion id: (points or None, reason)} for the action."""
        return {criterion.pk: self.mark(self.cleaned_data, criterion) for criterion in self.criteria}

    @property
    def words(self):
        """What the action takes besides the marks."""
        return {name: self.cleaned_data[name] for name in ("revision", "opinion", "advice", ETAG)}

    def refuse(self, error, *, revision):
        """Show an error of the action; the next try is about the revision that the page shows now."""
        self.data["revision"] = str(revision.number)
        self.add_error(None, error)

    def saved_meanwhile(self, error, sheet):
        """Show what another page of the same member saved since this one was opened."""
        now = sheet_values(sheet, self.phase)
        self.overtaken(str(error), etag_of(now), changed_in(self._written(), now))

    def _written(self):
        points = {f"points_{pk}": points for pk, (points, _) in self.marks.items()}
        reasons = {f"reason_{pk}": reason for pk, (_, reason) in self.marks.items()}
        return {"opinion": self.cleaned_data["opinion"], "advice": self.cleaned_data["advice"], **points, **reasons}

    @property
    def groups(self):
        """[(criterion, its points, its reason)] for the page."""
        return [(criterion, self[f"points_{criterion.pk}"], self[f"reason_{criterion.pk}"]) for criterion in self.criteria]

    @property
    def written(self):
        """What was written, for the page that can no longer take it; the points are chosen again in a moment."""
        return typed_in(self, but=[f"points_{criterion.pk}" for criterion in self.criteria])


class SendForm(KyodoForm):
    """Sends the kept sheet; carries the revision that was read. goes_on: another proposal waits for this member."""

    buttons = [("send", "審査票を出す", "")]
    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, goes_on=False, **kwargs):
        if goes_on:
            self.buttons = [("next", "審査票を出して、次の提案へ進む", ""), ("send", "審査票を出す", "kp-btn--sub")]
        super().__init__(*args, **kwargs)


class ConflictForm(KyodoForm):
    """「審査しません」: confirmed, with a word on why if one likes."""

    buttons = [("conflict", "この提案は審査しない", "")]
    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    note = LineField(
        label="どんな関係ですか",
        required=False,
        max_length=200,
        help_text="例：役員をしている、家族が関わっている。事務局だけが見ます。",
    )


class GiveBackForm(EditForm):
    """The secretariat gives a sheet back to its writer."""

    buttons = [("back", "審査票を委員に戻す", "")]
    reason = TextField(label="戻す理由", rows=4, max_length=1000, help_text="委員のお知らせとメールに、そのまま届きます。")


class StandsForm(EditForm):
    """The secretariat takes back that it gave a sheet back."""

    buttons = [("undo", "戻したことを取り消す", "")]


class ReleaseForm(KyodoForm):
    """Confirms that all results of a call are told, each at the version that the page showed."""

    buttons = [("release", "結果をまとめて知らせる", "")]

    def __init__(self, data=None, *, proposals):
        super().__init__(data)
        self.names = {proposal.pk: f"version_{proposal.pk}" for proposal in proposals}
        for proposal in proposals:
            self.fields[self.names[proposal.pk]] = forms.IntegerField(
                min_value=0, widget=forms.HiddenInput, initial=proposal.version, required=False
            )

    @property
    def versions(self):
        """{proposal id: version} of all that the page showed, those that were told meanwhile among them."""
        shown = {
            name.removeprefix("version_"): small_int(value) for name, value in self.data.items() if name.startswith("version_")
        }
        return {pk: version for key, version in shown.items() if (pk := small_int(key)) is not None and version is not None}
