"""What the secretariat enters of what came on paper or by telephone."""

from kyodo_portal.common.forms.fields import LineField
from projects.filings.forms import FiledForm


class EnterProposalForm(FiledForm):
    """A whole proposal that came on paper."""

    title = LineField(label="企画の名前", max_length=60, help_text="紙に書いてあるとおりに。")
    field_order = ["title", "channel", "received_on", "scan"]
