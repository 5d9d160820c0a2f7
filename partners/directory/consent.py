"""The two answers to the question whether a value is published. What somebody reads before is data: `ConsentWording`."""

from kyodo_portal.common.own_words import own_words

YES, NO = "yes", "no"
CHOICES = [(NO, own_words("市とコーディネーターだけが見る")), (YES, "公開する")]
NAME_CHOICES = [(NO, "名前を出さない"), (YES, "名前を出す")]
