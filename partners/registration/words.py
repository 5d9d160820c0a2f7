"""How the table's words are said of one paper: they speak of a 登録, and a group also changes it, renews it and begins again."""

WORD = {"change": "変更", "renewal": "更新", "resume": "再開"}
RESULT = {"change": "変えた内容が、登録されました", "renewal": "登録が更新されました", "resume": "活動を再開しました"}
NOW = "登録されました"
# What the table says of an application that ended, and what it says of somebody who claimed to belong to a body.
OF_CLAIM = {
    "この申請は承認されませんでした": "名乗り出たことは、認められませんでした",
    "理由のところを直して、もう一度申請できます。": "理由のところを確かめて、団体のページから、もう一度名乗り出られます。",
    "この申請は取り下げられました": "名乗り出るのをやめました",
    "必要になったら、新しく申請できます。": "必要になったら、団体のページから、もう一度名乗り出られます。",
}


def word_of(purpose):
    """What the group applies for: 登録, 変更, 更新, 再開."""
    return WORD.get(purpose, "登録")


def said_of_person(text):
    """A text of the table as it is said to somebody who stands in the directory alone."""
    return text.replace("この団体は、", "").replace("団体のページ", "自分のページ")


def said_of(purpose, text):
    """A text of the table as it is said of a paper of this purpose."""
    if purpose == "claim":
        for usual, own in OF_CLAIM.items():
            text = text.replace(usual, own)
    if purpose not in WORD:
        return text
    text = text.replace(NOW, RESULT[purpose])
    for ending in ("の申請", "を申請", "を承認", "の承認", "は承認"):
        text = text.replace(f"登録{ending}", f"{WORD[purpose]}{ending}")
    return text
