"""What a panel member may meet besides what everybody meets."""

from django.urls import reverse

from kyodo_portal.process.errors import EditConflict


class SheetClosed(EditConflict):
    """A sheet that takes nothing more: the review is over, or it is in or given up already. `subject`: its proposal."""

    heading = "審査票はもう変えられません"

    @property
    def address(self):
        """The panel's page about the proposal: the proposal's own is not theirs to open."""
        return f"{reverse('review', args=[self.subject.pk])}#main"
