"""What the board can be narrowed by, and the two ways in which it is shown."""

from kyodo_portal.common.lists.filters import ListPage, Sort

from .forms import BoardForm
from .presenters import departments, narrowed

TABLE = "table"


class BoardFilter(ListPage):
    """q, stage, department, holder, late and mine over `matters`: rows of two kinds, so no queryset to filter."""

    SORTS = {"": Sort("段階ごとに見る"), TABLE: Sort("表で見る")}
    SORT_NAME, SORT_TITLE = "view", "見かた"
    PER_PAGE = 50

    def __init__(self, request, matters, *, coordinator):
        self.request, self.data = request, request.GET
        self.form = BoardForm(request.GET, departments=departments(matters), coordinator=coordinator)
        self.rows = narrowed(matters, **self.form.conditions)

    @property
    def as_table(self):
        """Whether the rows stand in one table, page by page, and not by stage."""
        return self.sort == TABLE
