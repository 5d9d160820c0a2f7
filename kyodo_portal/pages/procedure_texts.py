"""What the readers' pages of the procedures say beside the tables: who acts, how long and in which order comes from the tables.

A text is filed under the key of its table and of the row of `parts` that it belongs to; a row without a text stops the page.
"""

from typing import NamedTuple

from django.urls import reverse_lazy

from kyodo_portal.common.own_words import has_coordinator, own_words_in
from partners.registration.workflow import REGISTRATION
from projects.applications.workflow import APPLICATION
from projects.cycles.workflow import CYCLE
from projects.proposals.workflow import PROPOSAL


class Words(NamedTuple):
    """Of one step: what one does, and what is good to have at hand (""; nothing)."""

    does: str
    has: str = ""


class Story(NamedTuple):
    """Of one procedure. `name`: of its address. `drawing`: the scene beside its title. `start`: where to begin, address and label.
    `whom`: who acts where the table's words are for all matters alike, by the key of the step. `papers`: what can be printed and written by hand, addresses and labels."""

    name: str
    title: str
    lead: str
    drawing: str
    start: tuple[str, str]
    words: dict[str, Words]
    whom: dict[str, str] = {}
    papers: tuple[tuple[str, str], ...] = ()


STORIES = own_words_in(
    {
        REGISTRATION.key: Story(
            "procedure-registration",
            "団体を登録する",
            "町内会、市民活動団体、企業、学校などが、協働の相手として名簿に載るまで。お金はかかりません。",
            "scene-path",
            (reverse_lazy("register"), "登録を始める"),
            {
                "write": Words(
                    "団体の名前、していること、できることを、5つの画面に書きます。電話や住所は、見せてよいものだけを自分でえらびます。途中でやめて、別の日に続けられます。",
                    "規約や会則（写真でかまいません）、会員のおよその数",
                ),
                "read": Words("書かれたことを、市の事務局が読みます。どこまで進んだかは、マイページとお知らせで分かります。"),
                "mend": Words(
                    "足りないところがあったときだけの段です。どこを、なぜ、いつまでに直すかを書いてお返しします。その場所だけを直して、出し直します。",
                    "市からのお知らせ",
                ),
                "listed": Words(
                    "名簿に載り、募集に企画を出せるようになります。登録されなかったときは、理由をお知らせします。直して、もう一度申請できます。"
                ),
                "leave": Words(
                    "名前が変わったら変更を、代表者が代わるときは引継ぎを、会を閉じるときは退会を届けます。どれも、団体のページから出せます。紙でも出せます。"
                ),
            },
            {"leave": "団体の代表者"},
            (
                (reverse_lazy("register-paper"), "登録の申請書"),
                (reverse_lazy("takeover-paper"), "代表の引継ぎの届け"),
                (reverse_lazy("register-paper", query={"kind": "notice"}), "休止・再開・退会の届け"),
            ),
        ),
        PROPOSAL.key: Story(
            "procedure-proposal",
            "企画を提案する",
            "思いついてから、市といっしょに始めると決まるまで。書きはじめる前の相談も、歓迎です。",
            "scene-talk",
            (reverse_lazy("calls"), "いま募集しているものを見る"),
            {
                "write": Words(
                    "募集をえらび、ねらい、役割、お金を書きます。似た取り組みや、いっしょにできそうな団体をさがすところから始められます。途中で保存して、何人かで書けます。",
                    "登録された団体（申請中でも書きはじめられます）、役割とお金の案",
                ),
                "check": Words(
                    "書類がそろっているかを見ます。足りないところは、その欄のそばに、理由と直す日を書いてお返しします。"
                ),
                "talks": Words(
                    "仕事にかかわる課と、役割や進めかたをすり合わせます。話したことは記録に残り、両方が読めます。",
                    "聞いておきたいこと、ゆずれないこと",
                ),
                "review": Words("審査委員が、募集のページに出ている項目で点を付けます。それをもとに、市が決めます。"),
                "result": Words(
                    "結果は、理由といっしょに届きます。採択なら、役割とお金を約束して、計画づくりに進みます。採択にならなかった提案は、写して次の募集に出せます。"
                ),
            },
        ),
        APPLICATION.key: Story(
            "procedure-application",
            "後援・共催・減免を申請する",
            "催しに市の名前を使う（後援）、市といっしょに行う（共催）、使用料などを減らす（減免）。登録した団体が申請して、報告するまで。",
            "scene-festival",
            (reverse_lazy("apply"), "申請できるものと、期限を見る"),
            {
                "write": Words(
                    "申請書に、いつ、どこで、だれのために、何をするかを書きます。会則や連絡先は、団体の登録のものを使うので、書きません。途中で保存できます。期限までの日数が、画面に出ます。紙でも出せます。",
                    "催しの要項、参加費を取るときは収支予算書",
                ),
                "check": Words(
                    "事務局が担当課を決め、担当課が読みます。足りないところは、その項目のそばに、理由と直す日を書いてお返しします。そこだけを直して、出し直します。"
                ),
                "hold": Words(
                    "承認されると、文書番号と条件の入った通知書が届き、印刷できます。日にちや場所が変わるとき、やめるときは、その前に届けます。変わる前と後を並べて、担当課が答えます。",
                    "市の名前の入ったちらし（条件にあるとき）",
                ),
                "report": Words(
                    "来た人の数と、行ったことを報告します。参加費を取ったときは、お金の合計も書きます。報告が要らないものもあります。",
                    "来た人の数、収入と支出の合計",
                ),
                "end": Words(
                    "台帳に、市と団体がいっしょに行ったこととして残ります。承認されなかったときは、理由をお知らせします。次の年は、内容を写して申請できます。"
                ),
            },
        ),
        CYCLE.key: Story(
            "procedure-cycle",
            "いっしょに取り組む",
            "約束してから、1年をふりかえって次を決めるまで。年度ごとに、同じ5つをくり返します。",
            "scene-study",
            (reverse_lazy("projects"), "進んでいるプロジェクトを見る"),
            {
                "plan": Words(
                    "1年の目標と、だれが何をするかを決めます。団体と市の両方が「この計画でよい」と答えると、始められます。",
                    "めざす数、役割とお金の分けかた",
                ),
                "do": Words(
                    "決めたとおりに進め、できたことを両方が短く記録します。変えたくなったら申請し、相手が答えます。休むことも、理由を書いて決められます。",
                    "日付、来た人の数、写真",
                ),
                "check": Words(
                    "かかったお金とできたことを報告します。そのあと、団体と市が、相手の答えを見ないで評価を書きます。",
                    "領収書、活動の記録",
                ),
                "talk": Words(
                    "両方の評価がそろうと、おたがいに開きます。点のちがうところを中心に話し、話したことを残します。"
                    + ("コーディネーターが入ることもできます。" if has_coordinator() else "")
                ),
                "act": Words(
                    "続ける、改める、形を変える、自分たちで続ける、終わる、のどれかを、理由といっしょに決めて公表します。途中で中止になったときも、理由を公表します。"
                ),
            },
        ),
    }
)
