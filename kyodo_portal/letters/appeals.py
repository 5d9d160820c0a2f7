"""What stands below a 通知書: 教示 of 審査請求 and 取消訴訟, and where to ask. Our first words; a city's legal office changes them.

Whom to ask for what, and until when, as 行政不服審査法 (§18, §82) and 行政事件訴訟法 (§14, §46) demand it below a 処分; a decision that is
none (a contract, a favour) has no such right, and is told only where to ask.
"""

from kyodo_portal.common.own_words import own_words

REVIEW = own_words(
    "この決定に不服があるときは、この決定があったことを知った日の翌日から起算して3か月以内に、市長に審査請求をすることができます。"
    "ただし、決定の日の翌日から起算して1年を過ぎると、正当な理由がなければできません。\n"
    "また、この決定があったことを知った日の翌日から起算して6か月以内に、市を被告として（市長が市を代表します）、決定の取消しを求める"
    "訴えを裁判所に起こすことができます。ただし、決定の日の翌日から起算して1年を過ぎると、正当な理由がなければできません。\n"
    "審査請求をしたときは、取消しを求める訴えは、その裁決があったことを知った日の翌日から起算して6か月以内（裁決の日の翌日から"
    "起算して1年以内）に起こすことができます。"
)
ASK = "この通知について聞きたいことがあるときは、下の担当に連絡してください。"


def appeal_of(template, is_disposition):
    """What of the 教示 of a LetterTemplate stands below a letter: that of a 処分 only where the matter's decisions are one."""
    if template.appeal == template.Appeal.REVIEW and not is_disposition:
        return ASK
    return template.appeal_text
