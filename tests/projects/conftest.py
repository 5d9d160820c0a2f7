"""The world of a file of tests: the people, bodies and matters that all its tests start from."""

import copy

import pytest


@pytest.fixture
def world(laid_world, db):
    """This test's copy of what the file's fixture `laid_world` laid (see `lay`): rows and objects as they were made."""
    return copy.deepcopy(laid_world)
