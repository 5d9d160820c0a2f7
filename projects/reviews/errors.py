"""What a panel member may meet besides what everybody meets."""

from django.urls import reverse

from kyodo_portal.process.errors import EditConflict

from .blind import name_for_panel
from .plan_models import is_blind


class SheetClosed(EditConflict):
    """A sheet that takes nothing more: the review is over, or it is in or given up already. `subject`: its proposal."""

    heading = "審査票はもう変えられません"

    def __init__(self, *said, is_listed=True):
        super().__init__(*said)
        self.is_listed = is_listed

    @property
    def named(self):
        """Without names where the call hides who proposes."""
        return name_for_panel(self.subject, is_blind(self.subject.call))

    @property
    def address(self):
        """The panel's page about the proposal, whose own is not theirs to open; of one that is judged no more the list of what is."""
        if not self.is_listed:
            return f"{reverse('reviews')}#main"
        return f"{reverse('review', args=[self.subject.pk])}#main"
