"""A row of the access table, and the people before whom it is read."""

from dataclasses import dataclass, field

# Anonymous, then the eight kinds of people of the sample city.
PEOPLE = ("anonymous", "jumin", "dantai", "dantai2", "kosharu", "tanto", "shinsa", "jimukyoku", "kanri")


@dataclass(frozen=True)
class Row:
    answers: str
    subject: str = ""
    method: str = "GET"
    data: dict = field(default_factory=dict)
    sure: bool = False
    settings: dict = field(default_factory=dict)

    def expected(self):
        """{person: status}"""
        statuses = [int(word) for word in self.answers.split()]
        assert len(statuses) == len(PEOPLE), self
        return dict(zip(PEOPLE, statuses, strict=True))


def everybody(status=200, **more):
    return Row(" ".join([str(status)] * len(PEOPLE)), **more)


def signed_in(status=200, **more):
    """Anonymous visitors are led to the sign-in page, all others get `status`."""
    return Row("302 " + " ".join([str(status)] * (len(PEOPLE) - 1)), **more)
