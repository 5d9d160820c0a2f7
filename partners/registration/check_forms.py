"""What the secretariat says to each condition of an application."""

from django import forms

from kyodo_portal.common.forms.base import add_css_class
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.fields import TextField
from kyodo_portal.common.forms.messages import set_error_messages
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.forms import EditForm

from .check_actions import WAIVES_SILENTLY, etag_of_checks
from .check_models import RegistrationCheck

CHOICES = [("", "まだ確かめていない"), *RegistrationCheck.Staff.choices]
NOTE_MOST = 1000


class ChecksForm(EditForm):
    """One answer and one note for each condition."""

    buttons = [("keep", "確認を保存する", "")]

    def __init__(self, data=None, *, registration):
        super().__init__(data, initial={ETAG: etag_of_checks(registration)})
        self.checks = list(registration.checks.all())
        for check in self.checks:
            said, note = self.names_of(check)
            why = f"{check.get_machine_display()}。{check.why}"
            self.fields[said] = ChoiceField(
                label=check.label, choices=CHOICES, initial=check.staff, required=False, widget=forms.RadioSelect, help_text=why
            )
            self.fields[note] = TextField(
                label=f"「{check.label}」のメモ", initial=check.note, required=False, rows=2, max_length=NOTE_MOST
            )
            for name in (said, note):
                set_error_messages(self.fields[name])
                add_css_class(self.fields[name].widget)

    @staticmethod
    def names_of(check):
        """The names of the two boxes of a check."""
        return f"said_{check.pk}", f"note_{check.pk}"

    def clean(self):
        cleaned = super().clean()
        for check in self.checks:
            said, note = self.names_of(check)
            if cleaned.get(said) == RegistrationCheck.Staff.WAIVED and not cleaned.get(note):
                self.add_error(note, WAIVES_SILENTLY)
        return cleaned

    @property
    def answers(self):
        """{code: (what was said, note)}, as `confirm_checks` takes it."""
        names = {check.code: self.names_of(check) for check in self.checks}
        return {code: (self.cleaned_data[said], self.cleaned_data[note]) for code, (said, note) in names.items()}
