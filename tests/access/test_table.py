"""Walks the access table: every row, every person, through the front door."""

import pytest
from django.db import transaction
from django.urls import reverse

from . import world
from .table import TABLE

ROWS = [pytest.param(name, row, id=f"{name}-{number}") for name, rows in TABLE.items() for number, row in enumerate(rows)]


class Undo(Exception):
    pass


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "row"), ROWS)
def test_who_may_open_it(name, row, client_for, settings):
    for key, value in row.settings.items():
        setattr(settings, key, value)
    who = world.people()
    address = reverse(name, args=getattr(world, row.subject)(who) if row.subject else [])
    got = {}
    for person, user in who.items():
        client = client_for(user)
        try:
            with transaction.atomic():  # what one person's POST did is undone before the next one tries
                got[person] = getattr(client, row.method.lower())(address, row.data).status_code
                raise Undo
        except Undo:
            pass
    assert got == row.expected()
