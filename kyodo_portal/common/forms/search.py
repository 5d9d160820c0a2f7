"""The base of forms that ask by GET: what was typed stands in the address, and nothing is required."""

from .base import KyodoForm


class SearchForm(KyodoForm):
    """Drawn without 必須 and 任意 beside its labels; its button belongs to the page."""

    buttons = []
    is_search = True
