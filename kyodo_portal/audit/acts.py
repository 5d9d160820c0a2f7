"""What the trail may say that somebody did, in words. An act that is written and has no words here fails a test."""

from kyodo_portal.common.own_words import own_words

ACTS = {
    # what was read or taken out
    "look": "個人情報・資料を見た", "export": "書き出した",
    # what was written
    "add": "足した", "change": "変えた", "delete": "消した", "edit": "内容を直した", "start": "書きはじめた", "draft": "下書きを書いた",
    "copy": "写して作った", "discard": "下書きを捨てた", "load": "ガイドラインを読み込んだ", "import": "ファイルから取り込んだ", "check": "今日確かめたと記録した",
    "publish": "公開した", "withdraw": "公開をやめた", "enter": "台帳に入れた", "send-again": "メールをもう一度送った", "remind": "催促した",
    "freeze": "一覧を確定した",
    # steps and decisions
    "step": "手続きを進めた", "review": "審査票を書いた", "decision": "決定を記録した", "release": "結果を知らせた", "talk": "話し合いを記録した",
    "exclusion": "審査から外した", "substitute": "代わりに決めた", "joint": "共同の提案について答えた", "comment": "下書きへの助言を扱った", "sign-off": "団体内の確認をした・取り消した",
    "dispute": "所属の「心あたりがない」を決めた", "listing": "掲載を変えた", "objection": "異議について決めた",
    "photo": "写真を載せた・隠した・外した",
    "offer": "できること・求めることを載せた", "offer-close": "できること・求めることを終えた", "offer-open": "できること・求めることをもう一度出した",
    "offer-confirm": "できること・求めることを確かめた", "offer-continue": "できること・求めることを次の年度も出した",
    "event": "催しの下書きを作った", "event-publish": "催しを公開した", "event-withdraw": "催しを下書きにもどした",
    "event-cancel": "催しを中止にした", "event-revive": "催しの中止をとりやめた", "signup": "催しの申込みを入れた", "signup-out": "催しの申込みを取り消した",
    "signup-back": "催しの申込みをもどした", "signup-draw": "催しの抽選をした", "signup-came": "催しに来た人を記録した",
    "ask": "団体にお願いした", "ask-answer": "お願いに返事をした", "ask-withdraw": "お願いを取り下げた",
    "enter-opinion": "届いた意見を入れた", "edit-opinion": "意見を直した・取り下げた", "points": "意見を分けた・まとめた",
    "zone": "守秘の区画の鍵を扱った", "consult": "相談を記録した", "consult-edit": "相談の記録を直した", "consult-share": own_words("相談を市に伝えた・取り消した"),
    "desk-report": own_words("相談の報告を市に出した・取り下げた"),
    # rights
    "rights": "権限を変えた", "permit-second-factor": "2段階の確認の用意を許した", "membership": "所属を変えた", "consent": "公開の同意を変えた",
    "invite": "招いた", "help": "下書きをいっしょに書いた", "merge": "2つの団体を1つにまとめた・もどした",
    # accounts
    "sign-in": "サインインした", "sign-in-refused": "サインインを断った", "sign-in-locked": "サインインを止めた", "sign-out": "サインアウトした",
    "session-end": "ほかの端末をサインアウトさせた", "security": "サインインの手段を変えた",
    # one's own data, retention
    "rename": "自分の名前を変えた", "close": "退会の手続きをした", "erase": "個人の情報を消した",
    "dispose-list": "廃棄の一覧を作った", "dispose": "廃棄した", "hold": "保存の延長を書いた", "retention": "保存期間を変えた",
    # operators
    "command": "コマンドを実行した",
}  # fmt: skip

# What the history page of a row shows to everybody who may open it: who wrote what. Of the others the note is the trail's alone.
ON_THE_ROW = (
    "add", "change", "delete", "edit", "copy", "load", "publish", "withdraw", "enter", "rights", "membership", "consent", "hold", "retention",
)  # fmt: skip
WITHOUT_NOTE = ("listing", "dispute", "objection")
