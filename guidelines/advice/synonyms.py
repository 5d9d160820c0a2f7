"""Other words for the same trouble: a city's own list of 困りごと says which words people use for one thing."""

from guidelines.library.models import Trouble
from guidelines.library.models.library import newest_first
from kyodo_portal.common.lists.search import fold, words

MOST = 8


# What people call things of the portal itself.
OF_THE_PORTAL = (
    "ログイン、サインイン、ログオン",
    "アカウント、利用者登録、会員登録、新規登録",
    "パスワード、暗証番号",
    "問い合わせ、連絡先、電話",
    "締め切り、しめきり、期限、締切",
    "申し込み、申込み、申込、応募",
    "助成金、補助金、助成、補助",
)


def troubles_of(query):
    """[(trouble, [other words])] of the own city's newest guideline whose words the query has; one query."""
    asked = words(query)
    if not asked:
        return []
    newest = Trouble.objects.own().published().order_by(*newest_first("guideline__"), "order", "pk")
    troubles = list(newest.only("key", "title", "words", "desk", "guideline_id"))
    found = [(trouble, _others(asked, trouble.words)) for trouble in troubles if trouble.guideline_id == troubles[0].guideline_id]
    return [(trouble, others) for trouble, others in found if others is not None]


def other_words(query, troubles=None):
    """[word]: what else people call what the query speaks of, in the city's own list of troubles and on the portal; [] for neither.

    troubles: what `troubles_of` the query says, where it was asked already.
    """
    asked = words(query)
    found = [others for _, others in (troubles_of(query) if troubles is None else troubles)]
    found += filter(None, [_others(asked, listed) for listed in OF_THE_PORTAL])
    return list(dict.fromkeys(word for others in found for word in others))[:MOST]


def _others(asked, listed):
    """The words of a list that the query does not have; None where it has none of them."""
    own = {fold(word): word.strip() for word in listed.split("、") if word.strip()}
    if not any(_speak_of_one(word, name) for word in asked for name in own):
        return None
    return [word for name, word in own.items() if not any(name in one or one in name for one in asked)]


def _speak_of_one(asked, name):
    """お祭り and 祭り, 雪かき and 雪かき; a single character says too little."""
    return asked == name or (len(name) > 1 and name in asked) or (len(asked) > 1 and asked in name)
