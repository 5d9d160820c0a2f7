"""The city of the inventory, laid once a module; a file that needs another one lays its own `laid_world`."""

import pytest

from tests.projects.inventory.build import laid


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(laid)


@pytest.fixture
def city(world):
    return world[0]
