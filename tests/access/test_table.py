"""Walks the access table: every row, every person whom it may answer differently, through the front door."""

import copy
from importlib import import_module
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests import build
from tests.release import WHOLE
from tests.shared import laid_once

from . import world
from .table import TABLE

NAMED = [(f"{name}-{number}", name, row) for name, access_rows in TABLE.items() for number, row in enumerate(access_rows)]
# Each room adds its own: `<room>_world.py`.
WORLDS = [world, *(import_module(f"tests.access.{path.stem}") for path in sorted(Path(__file__).parent.glob("*_world.py")))]
# Rows that speak of the same thing follow each other: it is made once for all of them.
ROWS = [pytest.param(name, row, row.subject, id=place) for place, name, row in sorted(NAMED, key=lambda entry: entry[2].subject)]


@pytest.fixture(scope="module")
def visitors(lay):
    """The nine people of the table."""
    return lay(world.people)


@pytest.fixture(scope="module")
def clients(visitors, lay):
    """{person: a client where this person is signed in, once for all rows}"""

    def sign_in():
        made = {person: Client() for person in visitors}
        for person, user in copy.deepcopy(visitors).items():
            if user is not None:
                made[person].force_login(user)
        return made

    return lay(sign_in)


@pytest.fixture(scope="module")
def subject(request, clients, visitors, django_db_blocker):
    """What a row speaks of, as the arguments of its address."""
    with laid_once(django_db_blocker, lambda: _made(request.param)(visitors) if request.param else []) as keys:
        yield keys


def _made(name):
    """The function of one of WORLDS that makes it."""
    return next(getattr(module, name) for module in WORLDS if hasattr(module, name))


# One of each kind: a visitor, a resident, somebody of a city office, the keeper of the system.
KINDS = ("anonymous", "jumin", "tanto", "kanri")


def asking(row, clients):
    """Whom a row asks: all nine, where one of them gets another answer than the others; of a page that opens for everybody one of each
    kind. Before a release all of them.
    """
    same = row.method == "GET" and {*row.expected().values()} == {200}
    return {person: clients[person] for person in KINDS} if same and not WHOLE else clients


def own_clients(clients, settings):
    """This row's clients: what a page sets in a cookie ends with it. What is loaded for a request is loaded once for all rows that
    change no setting.
    """
    for person, client in clients.items():
        own = Client() if settings else copy.copy(client)
        own.cookies = copy.deepcopy(client.cookies)
        yield person, own


class Undo(Exception):
    pass


@pytest.mark.one_engine
@pytest.mark.django_db
@pytest.mark.parametrize(("name", "row", "subject"), ROWS, indirect=["subject"], scope="module")
def test_who_may_open_it(subject, clients, visitors, name, row, settings):
    for key, value in row.settings.items():
        setattr(settings, key, value)
    address, got = reverse(name, args=subject), {}
    for person, client in own_clients(asking(row, clients), row.settings):
        try:
            with transaction.atomic():  # what one person's POST did is undone before the next one tries
                data = build.sure(client, address, **row.data) if row.sure and visitors[person] else row.data
                got[person] = getattr(client, row.method.lower())(address, data).status_code
                raise Undo
        except Undo:
            pass
    assert got == {person: status for person, status in row.expected().items() if person in got}
