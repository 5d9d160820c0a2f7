"""Full-width letters and digits as half-width ones, figures of Kanji as figures."""

KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−─━ｰー－﹣"), "-")


def to_half(text):
    """Full-width ASCII (digits, letters, marks) and the wide space become half-width; nothing else changes.

    Not NFKC: that would also turn ① into 1 and ㈱ into (株), which is right for no field of ours.
    """
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else " " if c == "　" else c for c in text)


def figures(kanji):
    """十月 is 10, 二十一 is 21, 二〇二六 is 2026: a number in Kanji, below 100 or digit by digit."""
    tens, ten, ones = kanji.partition("十")
    plain = ones.translate(KANJI_DIGITS) if ten else kanji.translate(KANJI_DIGITS)
    return str(int(tens.translate(KANJI_DIGITS) or 1) * 10 + int(plain or 0)) if ten and "十" not in ones else plain
