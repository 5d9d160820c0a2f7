"""What is asked before a version of 登録の要件 is made or put in force."""

from django.utils import timezone

from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.process.forms import EditForm


class VersionForm(EditForm):
    buttons = [("make", "新しい版をつくる", "")]


class ForceForm(EditForm):
    """From which day."""

    buttons = [("use", "この版を使い始める", "")]

    since = JaDateField(
        label="いつから使うか", earliest=timezone.localdate, help_text="この日から始まる申請に使います。例：2027年4月1日"
    )
