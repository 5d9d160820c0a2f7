"""What the city enters of what came on paper or by telephone."""

from kyodo_portal.common.forms.fields import LineField
from projects.filings.forms import FiledForm


class EnterGrantForm(FiledForm):
    """A whole application that came on paper."""

    title = LineField(label="事業の名前", max_length=100, help_text="紙に書いてあるとおりに。")
    field_order = ["title", "channel", "received_on", "scan"]
