"""事例 of a library that is empty yet: a file of its own, because the other one is laid over all its tests."""

from tests.build import read

from .test_cases import LIST


def test_without_cases_the_list_says_what_to_do(client_for, db):
    assert "公開している事例は、まだありません" in read(client_for(), LIST)
