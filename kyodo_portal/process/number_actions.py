"""The next number of a series: R8-P-0001 is the first of the series P in 令和8年度."""

from kyodo_portal.common.japanese.dates import fiscal_mark

from .models import NumberSeries


def next_number(series, fiscal_year, *, given):
    """The next number of `series` (P 提案, T 登録, …) in this 年度, counted without gaps. Call it inside a transaction.

    given: the rows of the model that carries the numbers; the count goes on from the highest one there is when a series is
    first counted here. Whoever asks meanwhile waits until this transaction ends; one that fails gives its number back.
    One query and one write.
    """
    start = f"{fiscal_mark(fiscal_year)}-{series}-"
    row, _ = NumberSeries.objects.select_for_update().get_or_create(
        series=series, fiscal_year=fiscal_year, defaults={"last": lambda: _highest(given, start)}
    )
    row.last += 1
    row.save(update_fields=["last"])
    return f"{start}{row.last:04d}"


def _highest(given, start):
    numbers = given.filter(number__startswith=start).values_list("number", flat=True)
    return max((int(number.removeprefix(start)) for number in numbers), default=0)
