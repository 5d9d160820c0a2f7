"""The words of the five points, by what a question asks: 「守れましたか」 is not answered by 「思っていたより、よかった」."""

from django.db import models


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


def words_of(scale, points):
    """What so many points (1 to 5) of a scale say: 「よく守れた」."""
    return WORDS[Scale(scale)][5 - points]


def short_words_of(scale, points):
    """The same in at most five characters."""
    return SHORT_WORDS[Scale(scale)][5 - points]
