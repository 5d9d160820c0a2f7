"""What all tests of 相談の記録 share."""

import pytest

from kyodo_portal.common import sealed


@pytest.fixture(scope="package", autouse=True)
def cheap_guesses():
    """Stretching a passphrase takes a fifth of a second, which is its purpose: here as little as Argon2id allows.

    At its real cost tests/common/test_sealed.py asks.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed, "MEMORY_KIB", 64)
        patch.setattr(sealed, "PASSES", 1)
        yield
