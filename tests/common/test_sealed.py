"""Sealed texts: they open with their key at their place, and nowhere else; passphrases, codes and halves."""

import threading

import pytest

from kyodo_portal.common import sealed
from kyodo_portal.common.sealed import NotOpened

# Sealed by version 1 and kept: whatever is released later has to open it.
PRIVATE = bytes.fromhex("900534548a435fae80a10ad152f5eb7344dbf7ca3b13dfc0128f1450fa7bda4e")
KEPT = bytes.fromhex(
    "01e22885f217d41fcb8e4ec4a767e702d4120847384d55e1cd75b4e4ecc0e70c28a81c21d4197160feb4700c2307c0072874f54b9ab344fe007b0605"
    "d4be45bf97fee40406a8dc0ab1e73a808c919162a9e9b83d1512a7574219bacd65b283bd08f607fb9c1a4f058cf2abd4c8fab4e8b2691b3d61b6e620"
    "effc5e089913ec426455824ade60b18294b2c7068532b14c42371eb777df88e38e4e90ee815b5d47bd48d5cb5bec1bb5107b184f9a89f49eb63a693b"
    "33b6b1a535630e041eb7eb6997b19ba26273bee328855a220505a051e5ae94edf8352c9f41b4aa176d77dd2c0fbc7a4601dbd3d70bb4d277a9313801"
    "eb546e53c3a6ded09b8ab79c04fde9f715d7313555ac8e68cace39049d6e866e75bb6f6b5b8a1bae6e58bf8229147da1a89411fa5e29758016956d38"
    "4ac8bec871"
)
WRAPPED = bytes.fromhex(
    "0100010000030beee5a3f1ffe53edbca14b8cbcee5ed4f48ef228b5225ce4003d73f7067ff2bac70a58cc346d69059e9621f5b41c01580fbf7850522"
    "f5f718eaf13222f61ba1"
)


def test_what_was_sealed_before_still_opens():
    assert sealed.open_sealed(PRIVATE, KEPT, ref="a1", generation=3) == "会長は、やめたいと言っている。"
    assert sealed.unwrap(WRAPPED, "akai ringo shizukana kawa") == PRIVATE


@pytest.mark.parametrize("text", ["", "ひとこと", "𠮷野家\r\n電話 0258-00-0000", "長" * 5000])
def test_a_text_comes_back_as_it_was(text):
    private, public = sealed.new_pair()
    assert sealed.open_sealed(private, sealed.seal(public, text, ref="x", generation=1), ref="x", generation=1) == text
    assert sealed.public_of(private) == public


def test_nothing_of_it_is_seen_and_its_length_says_little():
    _, public = sealed.new_pair()
    short, long = (sealed.seal(public, "あ" * n, ref="x", generation=1) for n in (1, 80))
    assert len(short) == len(long) == 1 + 32 + 256 + 16 and "あ".encode() not in long
    assert len(sealed.seal(public, "あ" * 84, ref="x", generation=1)) == len(long)
    assert len(sealed.seal(public, "あ" * 85, ref="x", generation=1)) == len(long) + 256
    assert sealed.seal(public, "同じ", ref="x", generation=1) != sealed.seal(public, "同じ", ref="x", generation=1)


def test_another_place_another_generation_and_another_key_do_not_open_it():
    private, public = sealed.new_pair()
    text = sealed.seal(public, "文", ref="a", generation=1)
    for key, ref, generation in ((private, "b", 1), (private, "a", 2), (sealed.new_pair()[0], "a", 1)):
        with pytest.raises(NotOpened):
            sealed.open_sealed(key, text, ref=ref, generation=generation)


def test_a_single_changed_bit_anywhere_is_refused():
    private, public = sealed.new_pair()
    text = sealed.seal(public, "文", ref="a", generation=1)
    for at in range(len(text)):
        changed = bytearray(text)
        changed[at] ^= 1
        with pytest.raises(NotOpened):
            sealed.open_sealed(private, bytes(changed), ref="a", generation=1)
    for broken in (b"", text[:40], text[:-1], text + b"\0", bytes([1]) + bytes(80)):
        with pytest.raises(NotOpened):
            sealed.open_sealed(private, broken, ref="a", generation=1)
    with pytest.raises(NotOpened):
        sealed.open_sealed(b"short", text, ref="a", generation=1)


def test_a_key_goes_to_one_holder():
    (own, own_public), (other, _), (zone, _) = sealed.new_pair(), sealed.new_pair(), sealed.new_pair()
    given = sealed.seal_key(own_public, zone, ref="zone:1:user:2", generation=1)
    assert sealed.open_key(own, given, ref="zone:1:user:2", generation=1) == zone
    for key, ref in ((other, "zone:1:user:2"), (own, "zone:1:user:3")):
        with pytest.raises(NotOpened):
            sealed.open_key(key, given, ref=ref, generation=1)


def test_a_passphrase_opens_however_it_is_typed_and_no_other_does():
    wrapped = sealed.wrap(b"k" * 32, "Akai ringo shizukana kawa")
    assert wrapped[1:6] == (64 * 1024).to_bytes(4) + b"\x03"  # 64 MiB, three times over
    assert b"ringo" not in wrapped and b"k" * 8 not in wrapped
    assert sealed.unwrap(wrapped, "ａｋａｉ　ｒｉｎｇｏ-shizukana\u3000kawa ") == b"k" * 32
    dear = wrapped[:1] + (2**31).to_bytes(4) + wrapped[5:]  # a cost that would fill the memory of the server
    for row, typed in (
        (wrapped, "akai ringo"),
        (wrapped, ""),
        (wrapped[:-1], "Akai ringo shizukana kawa"),
        (dear, "x"),
        (b"", "x"),
    ):
        with pytest.raises(NotOpened):
            sealed.unwrap(row, typed)


def test_one_guess_at_a_time():
    """Sixty-four megabytes each: who sends twenty at once fills no server."""
    wrapped, right = sealed.wrap(b"k" * 32, "right"), []
    tries = [threading.Thread(target=lambda: right.append(sealed.unwrap(wrapped, "right"))) for _ in range(3)]
    with sealed._one_at_a_time:
        for one in tries:
            one.start()
        tries[0].join(0.5)
        assert not right and all(one.is_alive() for one in tries)
    for one in tries:
        one.join(10)
    assert right == [b"k" * 32] * 3


def test_a_code_has_24_letters_that_are_read_for_no_other():
    codes = {sealed.new_code() for _ in range(50)}
    assert len(codes) == 50
    for code in codes:
        assert [len(part) for part in code.split("-")] == [4] * 6 and not set(code) & set("IO01")
    code = codes.pop()
    assert sealed.unwrap(sealed.wrap(b"k", code), code.lower().replace("-", " ")) == b"k"


def test_two_screens_show_the_same_number_of_the_same_keys():
    assert sealed.check_number(b"a" * 32, b"b" * 32) == "3801 7954 3949 7350 0314"
    assert sealed.check_number(b"a" * 32, b"c" * 32) != sealed.check_number(b"a" * 32, b"b" * 32)


def test_an_open_key_needs_both_halves():
    box, key = sealed.split(b"z" * 32, ref="1:2:3")
    assert sealed.join(box, key, ref="1:2:3") == b"z" * 32 and b"zzzz" not in box
    for other in (
        (box, key, "1:2:4"),
        (box, sealed.split(b"z", ref="1:2:3")[1], "1:2:3"),
        (b"", key, "1:2:3"),
        (box, b"", "1:2:3"),
    ):
        with pytest.raises(NotOpened):
            sealed.join(other[0], other[1], ref=other[2])
