"""Pages that a newcomer needs, in やさしい日本語: what one can do there, in a few short sentences above the page itself.

The readings above their kanji come from the one list (common/japanese/readings.txt), as those of the pages do.
"""

# {name of the address: sentences}
PLAIN = {
    "home": [
        "ここは、この まちの 人と 団体と 市役所が、いっしょに まちを よくする ための ページです。",
        "3つの 入口が あります。「困っている」は、困った とき、聞く ところを さがします。",
        "「やってみたい」は、何かを 始めたい とき です。「知りたい」は、この まちの ことを 読む ところ です。",
        "わからない ときは、電話を して ください。電話番号は、ページの 下に あります。",
    ],
    "take-part": [
        "何かを 始めたい 人の ページです。ひとりでも、グループでも できます。",
        "ひとりの 人は、グループを さがして、電話を します。グループは、名前を 登録して、したい ことを 市に 出します。",
        "まだ 決まって いなくても いいです。電話で 話して ください。",
    ],
    "whats-on": [
        "いま、この まちで して いる ことの ページです。",
        "上から、いま 出せる もの、いま して いる こと、終わった ことの 順に あります。名前を 押すと、くわしく 読む ことが できます。",
    ],
    "partners": [
        "いっしょに 何かを する 人や グループを さがす ページです。名前を 押すと、くわしく 読む ことが できます。",
        "「しぼりこむ」を 押すと、グループの 種類や 場所で さがす ことが できます。",
        "見つからない ときは、電話で 話して ください。",
    ],
    "partner-map": [
        "場所から、人や グループを さがす ページです。地図か、下の 名前を 押して ください。",
        "そこで 活動している 人や グループが 出ます。",
    ],
    "account_signup": [
        "ここで、この サイトを 使う 人の 登録を します。お金は いりません。",
        "名前と メールアドレスを 書いて、ボタンを 押します。メールに 番号が 届きます。その 番号を 次の 画面に 書きます。",
        "読むだけの 人は、登録しなくて いいです。",
    ],
    "account_login": [
        "もう 登録した 人が 入る ところです。",
        "メールアドレスを 書きます。メールに 番号が 届きます。その 番号を 書くと、入る ことが できます。",
        "はじめての 人は、「利用者登録」を 押して ください。",
    ],
    "register": [
        "グループ（団体）を 市の 名簿に のせる ところです。名簿は、グループの 一覧です。",
        "名前、している こと、電話番号などを 書きます。途中で やめて、あとで 続けることが できます。",
        "電話番号や 住所を ほかの 人に 見せるかどうかは、自分で 決めます。はじめは 見せません。",
    ],
    "registration-page": [
        "グループの ことを 書いて ください。書いたら、下の ボタンを 押します。",
        "わからない ところは、書かないで 次に 進む ことが できます。あとで 直す ことも できます。",
    ],
    "registration-check": [
        "書いた ことを 見て ください。ちがう ところは「直す」を 押します。",
        "よかったら、いちばん 下の ボタンを 押して、市役所に 送ります。市役所の 人が 見て、返事を します。",
    ],
    "calls": [
        "「募集」は、市と いっしょに したい ことを、市に 伝える ことが できる 期間です。",
        "したい ことが ある グループは、募集の 名前を 押して、読んで ください。いつまでに 出すかも 書いて あります。",
        "書くのが むずかしい ときは、電話で 相談して ください。",
    ],
    "call": [
        "この 募集に、したい ことを 書いて 出す ことが できます。いつまでか、だれが 出せるかを 見て ください。",
        "書くのが むずかしい ときは、電話で 相談して ください。",
    ],
    "guideline-help": [
        "困って いる ことを えらんで ください。自分で できる ことと、聞く ところが わかります。",
        "どれを えらぶか わからない ときは、電話で 話して ください。",
        "火事、けが、病気は 119に、事件、事故は 110に すぐ 電話して ください。",
    ],
    "procedure": [
        "市役所と いっしょに する ことが、どう 進むかを 書いた ところです。",
        "したい ことを えらんで、押して ください。どれも、5つに 分けて 書いて あります。",
        "わからない ときは、電話で 聞いて ください。",
    ],
    "procedure-registration": [
        "グループ（団体）を 名簿に のせるまでの ことを、5つに 分けて 書いて あります。名簿は、グループの 一覧です。",
        "書く。市役所の 人が 読む。足りない ときは 直す。それから 名簿に のります。お金は いりません。",
        "緑の ボタンを 押すと、はじめられます。",
    ],
    "procedure-proposal": [
        "市役所と いっしょに したい ことを 書いて 出してから、決まるまでの ことを、5つに 分けて 書いて あります。",
        "書いて 出す。市役所の 人が 見る。いっしょに 話す。点を つける 人が 読む。結果が 届く。この 順番です。",
        "書くのが むずかしい ときは、電話で 相談して ください。",
    ],
    "procedure-cycle": [
        "市役所と いっしょに する 1年間の ことを、5つに 分けて 書いて あります。",
        "はじめに、だれが 何を するかを 決めます。する。書いて 伝える。話す。次の 年の ことを 決める。この 順番です。",
    ],
    "search": [
        "この サイトの 中を さがす ところです。さがしたい ことばを 書いて、「さがす」を 押して ください。",
        "ひらがなでも さがせます。短い ことばの ほうが 見つかります。",
    ],
    "guideline-forms": [
        "市役所と いっしょに する とき、いろいろな やり方が あります。どれが いいかを、5つの 質問で えらびます。",
        "わからない 質問は、「わからない・どれでも」の ままで いいです。おわったら、緑の ボタンを 押して ください。",
    ],
    "guideline-cases": [
        "まちの 人と 市役所が いっしょに した ことの 話です。読みたい 話の 名前を 押して ください。",
    ],
}
# Pages that have plain texts of their own.
LIBRARY = {
    "guidelines", "guideline", "guideline-chapter", "guideline-print", "guideline-term", "guideline-case", "guideline-form",
    "guideline-trouble",
}  # fmt: skip
# Further steps of signing up, signing in and registering, which are read with readings above the kanji.
STEPS = {
    "account_reset_password", "account_confirm_login_code", "account_request_login_code", "account_email_verification_sent",
    "account-name", "registration", "registration-receipt", "registration-correct", "welcome-easy", "sitemap", "me",
}  # fmt: skip
WITH_PLAIN = LIBRARY | set(PLAIN)
WITH_READINGS = WITH_PLAIN | STEPS


def name_of(request):
    """The name of the address that was asked for; "" where there is none."""
    match = getattr(request, "resolver_match", None)
    return (match and match.url_name) or ""
