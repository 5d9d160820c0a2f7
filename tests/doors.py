"""A door of the matrix in test_doors_and_rules.py: where something is typed in, as people write it, and what stands afterwards."""

from dataclasses import dataclass, field

from tests.sent import opened

MAIL, DIGITS, UNITS, DATES = "mail", "digits", "units", "dates"


@dataclass
class Door:
    """`typed`: {box: as people write it}; `stands`: a function for what is stored then, `stored` what that is.

    prose: a box that takes a long text. wrong: (box, what is typed, what is said). old: a box that the old page of somebody else
    changes, and to what; "" where the door makes something new. more: boxes that have to be filled besides.
    """

    by: object
    address: str
    typed: dict
    stands: object
    stored: tuple
    prose: str
    wrong: tuple
    old: tuple = ()
    more: dict = field(default_factory=dict)
    made: object = None  # for what makes a row: all rows of its kind

    def page(self, client, **typed):
        return opened(client, self.address) | self.more | typed
