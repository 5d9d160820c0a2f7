"""What small numbers are said, and that nobody gets the others by subtraction."""

import itertools

import pytest

from kyodo_portal.common.lists.small_numbers import few, veil, veiled


def test_one_and_two_are_few():
    assert [few(number) for number in (0, 1, 2, 3, 1234)] == ["0", "少数", "少数", "3", "1,234"]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"web": 12, "paper": 5, "fax": 0}, ["12人", "5人", "0人"]),
        ({"web": 12, "paper": 1, "fax": 0}, ["少数", "少数", "0人"]),  # the one beside the sum would be 13 − 12
        ({"web": 12, "paper": 1, "fax": 3}, ["12人", "少数", "少数"]),  # the smallest other goes along
        ({"web": 12, "paper": 1, "fax": 1}, ["少数", "少数", "少数"]),  # 14 − 12 = 2 would be one and one
        ({"web": 12, "paper": 2, "fax": 2}, ["12人", "少数", "少数"]),  # 4 is 1 and 3, 2 and 2, 3 and 1
        ({"web": 1, "paper": 1, "fax": 0}, ["少数", "少数", "少数"]),  # of two nothing is said, not even what is empty
        ({"web": 3, "paper": 0, "fax": 0}, ["3人", "0人", "0人"]),
        ({"web": 0, "paper": 0, "fax": 0}, ["0人", "0人", "0人"]),
    ],
)
def test_a_list_beside_its_sum(counts, said):
    assert list(veiled(counts, "人").values()) == said


def test_a_table_hides_the_smallest_other_cell_and_the_sum_of_a_small_row():
    found = veil({"bus": {"a": 10, "b": 1, "c": 4, "d": 0}, "snow": {"a": 7}, "park": {"c": 1}, "school": {"a": 9, "b": 9}})
    assert found.cells == {("bus", "b"), ("bus", "c"), ("park", "c"), ("snow", "a")}
    assert found.rows == {"park", "snow"}  # 41 − 15 − 7 − 18 would be the one of the park
    assert not found.is_all


def test_where_nothing_can_be_said_only_the_sum_is():
    found = veil({"bus": {"a": 1, "b": 0}, "snow": {"a": 1, "b": 0}, "park": {"a": 0, "b": 1}})
    assert found.is_all and found.rows == {"bus", "snow", "park"} and ("bus", "b") in found.cells


def doubt(rows):
    """The values that each hidden cell can have for whoever knows all that is said: every way to fill what is hidden is tried."""
    found = veil(rows)
    keys, least = sorted(found.cells), 0 if found.is_all else 1
    total = sum(sum(cells.values()) for cells in rows.values())
    said = sum(number for row, cells in rows.items() for key, number in cells.items() if (row, key) not in found.cells)
    values = {key: set() for key in keys}
    for filled in itertools.product(range(least, 6), repeat=len(keys)):
        guess = dict(zip(keys, filled, strict=True))
        sums = {
            row: sum(guess.get((row, key), number) for key, number in cells.items())
            for row, cells in rows.items()
            if row not in found.rows
        }
        if sum(filled) == total - said and all(sums[row] == sum(rows[row].values()) for row in sums):
            for key, number in guess.items():
                values[key].add(number)
    return values


@pytest.mark.parametrize("cells", list(itertools.combinations_with_replacement(range(4), 4)))
def test_no_sum_makes_a_hidden_number_certain(cells):
    one, two, three, four = cells
    for rows in (
        {"x": {"a": one, "b": two}, "y": {"a": three, "b": four}},
        {"x": {"a": one, "b": four}, "y": {"a": two}, "z": {"b": three}},
    ):
        for key, values in doubt(rows).items():
            assert len(values) > 1, (rows, key, values)
