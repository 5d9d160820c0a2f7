"""What stands below a 通知書: 教示 of 審査請求 and 取消訴訟, and where to ask. Our first words; a city's legal office changes them."""

from kyodo_portal.common.own_words import own_words

REVIEW = own_words(
    "この決定に不服があるときは、この通知を受け取った日の翌日から3か月のうちに、市長に審査請求をすることができます。\n"
    "また、この通知を受け取った日の翌日から6か月のうちに、市を被告として（市長が代表します）、決定の取消しを求める訴えを"
    "裁判所に起こすことができます。審査請求をしたときは、その裁決を受け取った日の翌日から6か月のうちです。\n"
    "どちらも、決定の日の翌日から1年を過ぎると、特別な理由がなければできません。"
)
ASK = "この通知について聞きたいことがあるときは、下の担当に連絡してください。"
