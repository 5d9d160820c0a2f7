"""Five words for a passphrase that nobody has to invent: 32 qualities before 64 things make 2,048, so five of them 55 bits.

Written in Latin letters, because no browser lets Japanese be typed into a box whose letters are hidden; read in kana.
"""

import secrets

QUALITIES = (
    ("akai", "あかい"), ("aoi", "あおい"), ("shiroi", "しろい"), ("kuroi", "くろい"), ("kiiroi", "きいろい"), ("marui", "まるい"),
    ("shikakui", "しかくい"), ("nagai", "ながい"), ("mijikai", "みじかい"), ("ookina", "おおきな"), ("chiisana", "ちいさな"), ("omoi", "おもい"),
    ("karui", "かるい"), ("hayai", "はやい"), ("osoi", "おそい"), ("takai", "たかい"), ("hikui", "ひくい"), ("fukai", "ふかい"),
    ("asai", "あさい"), ("atsui", "あつい"), ("tsumetai", "つめたい"), ("amai", "あまい"), ("karai", "からい"), ("nigai", "にがい"),
    ("yawarakai", "やわらかい"), ("katai", "かたい"), ("furui", "ふるい"), ("atarashii", "あたらしい"), ("shizukana", "しずかな"),
    ("nigiyakana", "にぎやかな"), ("nemui", "ねむい"), ("hikaru", "ひかる"),
)  # fmt: skip
THINGS = (
    ("ringo", "りんご"), ("mikan", "みかん"), ("suika", "すいか"), ("kaki", "かき"), ("kuri", "くり"), ("imo", "いも"),
    ("kabocha", "かぼちゃ"), ("daikon", "だいこん"), ("negi", "ねぎ"), ("mame", "まめ"), ("inu", "いぬ"), ("neko", "ねこ"),
    ("usagi", "うさぎ"), ("kitsune", "きつね"), ("tanuki", "たぬき"), ("kuma", "くま"), ("shika", "しか"), ("uma", "うま"),
    ("ushi", "うし"), ("tori", "とり"), ("tsubame", "つばめ"), ("karasu", "からす"), ("kaeru", "かえる"), ("kame", "かめ"),
    ("sakana", "さかな"), ("kani", "かに"), ("hotaru", "ほたる"), ("tombo", "とんぼ"), ("yama", "やま"), ("kawa", "かわ"),
    ("umi", "うみ"), ("mizuumi", "みずうみ"), ("hashi", "はし"), ("michi", "みち"), ("mori", "もり"), ("hatake", "はたけ"),
    ("niwa", "にわ"), ("ishi", "いし"), ("suna", "すな"), ("kumo", "くも"), ("ame", "あめ"), ("yuki", "ゆき"),
    ("kaze", "かぜ"), ("hoshi", "ほし"), ("tsuki", "つき"), ("asahi", "あさひ"), ("tokei", "とけい"), ("tsukue", "つくえ"),
    ("isu", "いす"), ("mado", "まど"), ("tobira", "とびら"), ("kagi", "かぎ"), ("kasa", "かさ"), ("boushi", "ぼうし"),
    ("kutsu", "くつ"), ("kaban", "かばん"), ("nabe", "なべ"), ("yakan", "やかん"), ("hasami", "はさみ"), ("empitsu", "えんぴつ"),
    ("jitensha", "じてんしゃ"), ("densha", "でんしゃ"), ("fune", "ふね"), ("taiko", "たいこ"),
)  # fmt: skip


def five_words():
    """[(in Latin letters, in kana)]: a passphrase to offer, another one each time."""
    pairs = ((secrets.choice(QUALITIES), secrets.choice(THINGS)) for _ in range(5))
    return [(f"{quality[0]}-{thing[0]}", f"{quality[1]}{thing[1]}") for quality, thing in pairs]
