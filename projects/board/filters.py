"""What the board can be narrowed by, and the two ways in which it is shown."""

from kyodo_portal.common.lists.filters import ListPage, Sort

from .forms import BoardForm
from .presenters import Board, offices_and_seen

TABLE = "table"


class BoardFilter(ListPage):
    """q, kind, stage, department, holder, late and mine over rows of several kinds, so no queryset to filter."""

    SORTS = {"": Sort("段階ごと"), TABLE: Sort("表")}
    SORT_NAME, SORT_TITLE = "view", "見かた"
    PER_PAGE = 50

    def __init__(self, request, *, coordinator):
        self.request, self.data = request, request.GET
        departments, seen = offices_and_seen(request.user)
        self.form = BoardForm(request.GET, departments=departments, coordinator=coordinator)
        self.rows = Board(request.user, seen=seen, **self.form.conditions)

    @property
    def table(self):
        """The page of the one table in which all rows stand; None where they stand by stage."""
        return self.page if self.sort == TABLE else None

    @property
    def sections(self):
        """[Section] of the rows by stage; [] where they stand in one table."""
        return [] if self.sort == TABLE else self.rows.sections
