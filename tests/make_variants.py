"""Makes kyodo_portal/common/japanese/variants.txt, the table of old and variant characters, out of Unicode's own data.

`python -m tests.make_variants FOLDER`, where FOLDER holds the files of SOURCES: those of the Unihan database as it is kept at
github.com/unicode-org/unihan-database, one file a property, and those of a released Unihan.zip for the rest. Nothing of it is
needed to run or to test the portal.

A character that is not in everyday use (常用漢字) becomes the one that stands for it. Unicode says so in several ways, and no
single one of them is complete: see `relations`. What it does not say at all, and registers hold, stands in ADDED; what it says
and is not so in Japanese, in NOT_SO.
"""

import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

TARGET = Path("kyodo_portal/common/japanese/variants.txt")
SOURCES = (
    "kZVariant.txt", "kSemanticVariant.txt", "kSimplifiedVariant.txt", "kTraditionalVariant.txt", "kDefinition.txt",
    "Unihan_OtherMappings.txt", "Unihan_Readings.txt", "Unihan_IRGSources.txt",
)  # fmt: skip
# Old forms and forms of family registers, each before the everyday one, that no property of Unihan relates in one step. What Unicode's
# own data say by now is not repeated here.
ADDED = """
壹壱 靑青 齋斎 齊斎 斉斎 濵浜 濱浜 澤沢 桺柳 淸清 鷗鴎 檜桧 繩縄 渕淵 渊淵 祿禄 產産 驒騨 壓圧 圍囲 隱隠 穩穏 歡歓 據拠 缺欠 濟済 棧桟 絲糸 齒歯 貳弐 瓣弁 辨弁 辯弁 滿満 豫予 遙遥 舩船 槇槙 曻昇
𠮷吉 𡈽土 圡土 𣘺橋 槗橋 﨟臈 碕崎 桒桑 籔藪 薮藪 嶽岳 埇桶 嵓巌 巖巌 柗松 靏鶴 靍鶴 寉鶴 穐秋 悳徳 惪徳 皋皐 礒磯 頴穎 簑蓑 聰聡 蔣蒋 蘓蘇 讚讃 閒間 頰頬 顚顛 鰺鯵 麴麹 麵麺 繫繋 摑掴 嚙噛 俠侠
囊嚢 簞箪 潑溌 蠟蝋 醬醤 瀆涜 焰焔 屛屏 幷并 頸頚 鹼鹸 軀躯 噓嘘 竃竈 鈎鉤 諌諫 羮羹 莵兎 菟兎 晄晃 萠萌 亙亘 堯尭 禰祢 穰穣 禱祷 杦杉 梹檳 煕熙 凞熙 笋筍 賎賤 鰮鰯 鳫雁 剝剥 塡填 𠮟叱
"""
NOT_SO = "只 于 於 佑 祐 玖 卍 尸 厶 疋 吃 匈 勹 冫 巛 姆 栞 俤 儚 樢 摺 閤 齣 鬥 云 丼 俱 乾 干 芸 糸 欠 缶 弁"
WORDS = (
    "same as|variant of|(?:[Ss]implified|standard|non-classical|ancient|corrupted|popular|abbreviated|vulgar|nonstandard) form of"
)
SAYS = re.compile(f"(?:{WORDS})\\s*(?:U\\+[0-9A-F]+ )?([\u3400-\u9fff\U00020000-\U00031fff])")
LINE = re.compile(r"U\+([0-9A-F]+)(?: \S+)?\t(k\w+)\t(.*)")
CODE = re.compile(r"U\+([0-9A-F]+)")
WIDTH = 118


def read(folder):
    """{property: {character: value}}"""
    data = defaultdict(dict)
    for name in SOURCES:
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            if match := LINE.match(line):
                data[match[2]][chr(int(match[1], 16))] = match[3].strip()
    return data


def characters(value):
    return [unicodedata.normalize("NFKC", chr(int(code, 16))) for code in CODE.findall(value)]


class Unihan:
    def __init__(self, folder):
        self.data = read(folder)
        self.same_words = defaultdict(list)
        for character, words in self.data["kDefinition"].items():
            self.same_words[words].append(character)

    def rank(self, character):
        """0 常用, 1 人名用 of its own right, 2 and 3 JIS X 0208's first and second level, 4 what no keyboard had."""
        if character in self.data["kJoyoKanji"]:
            return 0
        if character in self.data["kJinmeiyoKanji"] and not self.old_form_of(character):
            return 1
        place = int(self.data["kJis0"].get(character, 9999))
        return 2 if place < 4800 else 3 if place < 9999 else 4

    def old_form_of(self, character):
        others = characters(self.data["kJinmeiyoKanji"].get(character, ""))
        return [other for other in others if other != character]

    def shares_reading(self, one, other):
        return any(
            set(self.data[name].get(one, "").split()) & set(self.data[name].get(other, "").split())
            for name in ("kJapaneseOn", "kJapaneseKun")
        )

    def relations(self, character):
        """{other: set of the ways in which Unicode says that the two are one}"""
        ways = defaultdict(set)
        for other in self.old_form_of(character):
            ways[other].add("names")  # 人名用漢字: the old form of …
        for name, way in (("kZVariant", "shape"), ("kSemanticVariant", "meaning")):
            for word in self.data[name].get(character, "").split():
                other = chr(int(CODE.match(word)[1], 16))
                ways[other].add(way)
                if "Z" in word.partition(":")[2]:
                    ways[other].add("shape")
        for match in SAYS.finditer(self.data["kDefinition"].get(character, "")):
            ways[match[1]].add("words")
        for other in self.same_words.get(self.data["kDefinition"].get(character), []):
            if other in self.data["kJoyoKanji"] and self.shares_reading(character, other):
                ways[other].add("definition")
        for name in ("kSimplifiedVariant", "kTraditionalVariant"):
            for other in characters(self.data[name].get(character, "")):
                if other in self.data["kJoyoKanji"]:
                    ways[other].add("chinese")
        return ways

    def everyday(self, character):
        """The character that stands for this one, or None."""
        rank = self.rank(character)
        if rank < 2 or character in NOT_SO:
            return None
        ways, best = self.relations(character), None
        for other, said in ways.items():
            if other == character or self.rank(other) >= rank or unicodedata.normalize("NFKC", other) != other:
                continue
            read_alike = self.shares_reading(character, other)
            sure = said & {"names", "shape", "definition"} or read_alike or (rank == 4 and said - {"chinese"})
            only_simplified = (
                rank == 4 and "chinese" in said and other in characters(self.data["kTraditionalVariant"].get(character, ""))
            )
            if sure or only_simplified:
                worth = (self.rank(other) < 2, "names" in said, "shape" in said, read_alike, len(said), -ord(other))
                best = max(best or (worth, other), (worth, other))
        return best and best[1]


def table(folder):
    """{character: everyday character}, every chain followed to its end."""
    unihan = Unihan(folder)
    known = sorted({character for values in unihan.data.values() for character in values})
    pairs = {character: unihan.everyday(character) for character in known if len(unicodedata.normalize("NFKC", character)) == 1}
    pairs = {old: new for old, new in pairs.items() if new and unicodedata.normalize("NFKC", old) == old}
    added = {pair[0]: pair[1] for pair in ADDED.split() if pair[0] != pair[1]}
    pairs = {old: new for old, new in pairs.items() if old not in set(added.values())} | added
    done = {}
    for old, new in pairs.items():
        seen = {old}
        while new in pairs and new not in seen:
            seen.add(new)
            new = pairs[new]
        if new not in seen:
            done[old] = new
    return done


def main(folder):
    pairs = [old + new for old, new in sorted(table(Path(folder)).items())]
    lines, line = [], ""
    for pair in pairs:
        if len(line) + 3 > WIDTH // 2:  # a kanji is two columns wide
            lines.append(line)
            line = ""
        line = f"{line} {pair}".strip()
    heading = (
        f"# {len(pairs)} pairs, made by tests/make_variants.py out of Unicode's Unihan database; licence: variants.LICENSE.txt"
    )
    TARGET.write_text("\n".join([heading, *lines, line]) + "\n", encoding="utf-8")
    print(f"{TARGET}: {len(pairs)}")


if __name__ == "__main__":
    main(sys.argv[1])
