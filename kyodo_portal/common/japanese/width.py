"""Full-width letters and digits as half-width ones, figures of Kanji as figures."""

KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−─━ｰー－﹣"), "-")


def to_half(text):
    """Full-width ASCII (digits, letters, marks) and the wide space become half-width; nothing else changes.

    Not NFKC: that would also turn ① into 1 and ㈱ into (株), which is right for no field of ours.
    """
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else " " if c == "　" else c for c in text)
