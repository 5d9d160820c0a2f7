"""Secrets that lie in tables: read with the settings' key alone, compared without being kept."""

import pytest

from kyodo_portal.common.text.secret import Unreadable, decrypt, encrypt, is_sealed, keyed_hash, seal


def test_what_was_encrypted_is_read_for_its_purpose_only():
    stored = encrypt("番号：482913", "mail")
    assert "482913" not in stored and stored != encrypt("番号：482913", "mail")
    assert decrypt(stored, "mail") == "番号：482913"
    for other, purpose in ((stored, "second factor"), (f"{stored[:-4]}AAA=", "mail"), ("番号：482913", "mail")):
        with pytest.raises(Unreadable):
            decrypt(other, purpose)


def test_a_replaced_key_reads_what_the_earlier_one_wrote_only_while_the_settings_name_it(settings):
    stored, earlier = encrypt("番号：482913", "mail"), settings.SECRET_KEY
    settings.SECRET_KEY = "another-key-" + "y" * 50
    with pytest.raises(Unreadable):
        decrypt(stored, "mail")
    settings.SECRET_KEY_FALLBACKS = [earlier]
    assert decrypt(stored, "mail") == "番号：482913"


def test_a_sealed_code_is_known_again_and_nothing_else_is(settings):
    sealed = seal("482913", "code")
    assert "482913" not in sealed and sealed != seal("482913", "code")
    assert is_sealed("482913", sealed, "code")
    for code, kept, purpose in (
        ("482914", sealed, "code"), ("482913", sealed, "other"), (sealed, sealed, "code"), ("", "", "code"), ("482913", "482913", "code"),
        ("482913", None, "code"),
    ):  # fmt: skip
        assert not is_sealed(code, kept, purpose)
    before = keyed_hash("hanako@example.jp", "home")
    settings.SECRET_KEY = "another-key-" + "y" * 50
    assert not is_sealed("482913", sealed, "code") and keyed_hash("hanako@example.jp", "home") != before
