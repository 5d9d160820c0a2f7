"""The words of the five points, by what a question asks: 「守れましたか」 is not answered by 「思っていたより、よかった」.

A question may have words of its own: five lines, 「よく守れた｜十分」, from 5 points down to 1; where it has none, those of its scale hold.
"""

from django.core.exceptions import ValidationError
from django.db import models

MARKS, BAR = 5, "｜"
LONGEST, LONGEST_SHORT = 40, 5  # characters: a line of the sheet, and one of five boxes side by side on a telephone


class Scale(models.TextChoices):
    """How a question is answered from 5 to 1. What the words of one scale are stands in WORDS."""

    EXPECTED = "expected", "思っていたよりどうだったか"
    KEPT = "kept", "どれくらい守れたか"
    GAINED = "gained", "どれくらいあったか"
    ON_PLAN = "on_plan", "計画とくらべてどう進んだか"
    REACHED = "reached", "目標とくらべてどうだったか"
    WORTH = "worth", "どれくらい見合っていたか"


# From 5 points down to 1.
WORDS = {
    Scale.EXPECTED: (
        "思っていたより、はるかによかった", "思っていたより、よかった", "思っていたとおりだった", "思っていたより、よくなかった",
        "思っていたより、はるかによくなかった",
    ),
    Scale.KEPT: ("よく守れた", "だいたい守れた", "守れたことも、守れなかったこともあった", "あまり守れなかった", "守れなかった"),
    Scale.GAINED: ("大いにあった", "あった", "少しあった", "あまりなかった", "なかった"),
    Scale.ON_PLAN: (
        "計画より、はるかに進んだ", "計画より、進んだ", "計画したとおりに進んだ", "計画より、おくれた", "計画より、大きくおくれた",
    ),
    Scale.REACHED: ("目標を大きくこえた", "目標をこえた", "目標に届いた", "目標に少し届かなかった", "目標に遠く届かなかった"),
    Scale.WORTH: (
        "成果のほうが、はるかに大きい", "成果のほうが大きい", "成果に見合っていた", "成果にくらべて多かった", "成果にくらべて多すぎた",
    ),
}  # fmt: skip

# The same where five answers stand side by side on a telephone.
SHORT_WORDS = {
    Scale.EXPECTED: ("ずっと上", "上", "思った通り", "下", "ずっと下"),
    Scale.KEPT: ("十分", "だいたい", "半分ほど", "あまり", "守れない"),
    Scale.GAINED: ("大いに", "あった", "少し", "あまり", "なかった"),
    Scale.ON_PLAN: ("大きく先", "先", "計画通り", "おくれた", "大幅おくれ"),
    Scale.REACHED: ("大きく超え", "超えた", "届いた", "あと少し", "遠い"),
    Scale.WORTH: ("大いに", "十分", "見合った", "多かった", "多すぎた"),
}


def pairs_of(text):
    """[(words, short words)] from 5 points down to 1 of the five lines that a question has of its own; [] for none.

    ValidationError where they are not five, say one thing twice, or have words too long for where they are shown.
    """
    rows = [[part.strip() for part in line.replace("|", BAR).split(BAR)] for line in text.splitlines() if line.strip()]
    if rows and len(rows) != MARKS:
        raise ValidationError(f"点の言葉は、5点から1点まで、1行にひとつ、5行で書いてください。いまは{len(rows)}行です。")
    pairs = [_pair(points, row) for points, row in zip(range(MARKS, 0, -1), rows, strict=False)]
    for number, what in enumerate(("言葉", "短い言葉")):
        said = [pair[number] for pair in pairs]
        if twice := next((word for word in said if said.count(word) > 1), None):
            raise ValidationError(f"「{twice}」が、2つの点の{what}になっています。点ごとに、ちがう言葉にしてください。")
    return pairs


def _pair(points, row):
    words, short = row[0], row[-1]
    if len(row) > 2 or not words or not short:
        raise ValidationError(f"{points}点の行を、「言葉{BAR}短い言葉」の形で書いてください。")
    if len(words) > LONGEST:
        raise ValidationError(f"{points}点の「{words}」は、{LONGEST}文字までにしてください。")
    if len(short) > LONGEST_SHORT:
        raise ValidationError(
            f"{points}点の「{words}」に、「{BAR}」のあとに{LONGEST_SHORT}文字までの短い言葉を書いてください。電話の画面で、5つ並べて出します。"
        )
    return words, short


def standard_marks(scale):
    """The words of a scale as the five lines of a question's own would say them."""
    return "\n".join(map(BAR.join, zip(WORDS[Scale(scale)], SHORT_WORDS[Scale(scale)], strict=True)))


def words_of(item, points):
    """What so many points (1 to 5) of a question say: 「よく守れた」."""
    return pairs_of(item.marks or standard_marks(item.scale))[MARKS - points][0]


def short_words_of(item, points):
    """The same in at most five characters."""
    return pairs_of(item.marks or standard_marks(item.scale))[MARKS - points][1]
