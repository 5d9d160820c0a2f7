"""Of which troubles a public text speaks, so that whoever follows one hears of it."""

from guidelines.library.models import Trouble
from guidelines.library.models.library import newest_first
from kyodo_portal.common.lists.search import fold


def topic_keys(*texts):
    """[key of News]: the troubles of the own city's newest guideline of which a word stands in the texts, and the themes of the same
    code. A word of one character says too little. One query.
    """
    said = fold("　".join(texts))
    newest = Trouble.objects.own().published().order_by(*newest_first("guideline__"), "order", "pk")
    troubles = list(newest.values_list("guideline_id", "key", "words"))
    spoken = [key for guideline, key, words in troubles if guideline == troubles[0][0] and _has_one(said, words)]
    return [f"{sort}:{key}" for key in spoken for sort in ("trouble", "theme")]


def _has_one(said, words):
    return any(len(word) > 1 and word in said for word in map(fold, words.split("、")))
