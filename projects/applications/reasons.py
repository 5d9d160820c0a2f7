"""The first 理由の文例 of applications, in words of ours; a city changes them in the admin."""

from kyodo_portal.common.own_words import own_words
from kyodo_portal.letters.kinds import ReasonDefault

REASONS = (
    ReasonDefault(
        "decline", "売上を目的とする催し",
        own_words("売上や宣伝をおもな目的とする催しには、市の名前を使えないためです。だれでも来られる内容が中心になるときは、もう一度申請してください。"),
    ),
    ReasonDefault(
        "decline", "来る人がかぎられる催し",
        own_words("来られる人が、会員などにかぎられているためです。市の後援や共催は、広く市民に開かれた催しが対象です。"),
    ),
    ReasonDefault(
        "decline", "安全の備えがわからない催し",
        "事故や天気の急な変化への備えを、いただいた書類で確かめられなかったためです。備えを書き足せるときは、もう一度申請してください。",
    ),
    ReasonDefault(
        "approve", "ちらしの確認",
        own_words("ちらしやポスターは、印刷の前に担当課に見せてください。市の名前は、承認の通知のとおりに書いてください。"),
    ),
    ReasonDefault("approve", "保険", "来る人と働く人のけがに備える保険に入ってください。入ったことの分かる書類を、前の日までに出してください。"),
    ReasonDefault("approve", "終わったあとの報告", "終わったら、来た人の数と、行ったことの分かる写真を付けて、報告してください。"),
    ReasonDefault("ask_correct", "場所がはっきりしない", "施設の名前と、使う部屋や広場のどのあたりかを書いてください。"),
    ReasonDefault("ask_correct", "お金の使い道", "参加費をいくら集め、何に使うのかを書いてください。収支予算書も付けてください。"),
    ReasonDefault("ask_correct", "安全の備え", "天気が悪いときにどうするか、けが人が出たときにどこに連絡するかを、書き足してください。"),
    ReasonDefault(
        "refuse_change", "はじめの目的と変わる",
        "はじめに承認した目的や内容と、大きく変わるためです。新しい内容で行うときは、新しく申請してください。",
    ),
    ReasonDefault("send_back", "来た人の数がない", "来た人の数を、おおよそでよいので書いてください。"),
    ReasonDefault("send_back", "収支が合わない", "収入の合計と支出の合計が合いません。もう一度確かめて、ちがいのわけを書いてください。"),
    ReasonDefault("revoke", "届けのない変更", "承認した内容を、届けのないまま変えたためです。"),
)  # fmt: skip
