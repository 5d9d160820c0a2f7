"""The pages by which a table comes in, after the one that takes the file: headings, columns, words, the last look.

Headings and columns are the same for every sort of table; what else is asked a room says by its own `Page`s. A table is a row with
`sheets`, `sheet`, `head`, `columns`, `version` and `step_url` (common/lists/headings.py, common/forms/tables.py).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render

from kyodo_portal.audit.actions import record_look
from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.tables import ColumnsForm, HeadForm
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.lists.headings import Headings
from kyodo_portal.common.lists.table_pages import head_shown, way_to

from .errors import EditConflict


class Page(NamedTuple):
    """One page: its form, what it does with the version and the form's answers, and what else its template shows."""

    form: KyodoForm
    act: Callable
    shown: dict


@dataclass(frozen=True)
class TableSteps:
    """The pages of one sort of table that comes in.

    steps: [(key, label)] of all pages, the file and the result too. templates: {key: name}. choose_head, match_columns:
    the room's actions. columns_of(table, form): the Columns. pages: {key: f(request, table) → Page} of the room's own pages.
    after(request, table): where the last of them leads to; without it, to the page that follows.
    """

    steps: tuple
    templates: dict
    headings: Headings
    choose_head: Callable
    match_columns: Callable
    columns_of: Callable
    pages: dict = field(default_factory=dict)
    after: Callable | None = None

    def way(self, here):
        """The way above the page `here`."""
        return way_to(self.steps, here)

    def answer(self, request, table, step):
        """Show the page of a step, or do what it asks and lead to the next one; what is refused stands on the page with what was chosen."""
        if request.method == "GET":  # an old table names people and their telephones
            record_look(by=request.user, target=table, note="読み込む表の中身")
        page, status, place = self._page(request, table, step), 200, [key for key, _ in self.steps].index(step)
        if page.form.is_bound and page.form.is_valid():
            try:
                page.act(version=page.form.cleaned_data["version"], **page.form.answers)
            except ValidationError as error:
                page.form.add_error(None, error.messages)
            except EditConflict as error:
                page.form.add_error(None, str(error))
                status = 409
            else:
                following = self.steps[place + 1][0]
                ends = self.after is not None and following == self.steps[-1][0]
                return HttpResponseRedirect(self.after(request, table) if ends else table.step_url(following))
        back = table.step_url(self.steps[max(1, place - 1)][0])
        frame = {"table": table, "form": page.form, "way": self.way(step), "back": back, **page.shown}
        return render(request, self.templates[step], frame, status=status)

    def _page(self, request, table, step):
        if step == "head":
            sheet = small_int(request.GET.get("sheet"), table.sheet, most=len(table.sheets) - 1)
            form = HeadForm(sent(request), table=table, sheet=sheet)
            act = partial(self.choose_head, table, by=request.user, sheet=sheet)
            return Page(form, act, {"shown": head_shown(table, sheet, form)})
        if step == "columns":
            form = ColumnsForm(sent(request), table=table, headings=self.headings)
            return Page(form, partial(self.match_columns, table, by=request.user), {"shown": self.columns_of(table, form)})
        if step not in self.pages:
            raise Http404
        return self.pages[step](request, table)


def sent(request):
    """What a form of a page is bound to: None where the page is only shown."""
    return request.POST if request.method == "POST" else None
