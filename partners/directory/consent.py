"""The wording of the consent to publication. A changed text gets a new version; old consents keep theirs."""

WORDING = "2026-11"
YES, NO = "yes", "no"
CHOICES = [(NO, "市とコーディネーターだけが見る"), (YES, "公開する")]
NAME_CHOICES = [(NO, "名前を出さない"), (YES, "名前を出す")]
NAME_CONSEQUENCE = (
    "個人の名前は、本人の同意がなければ公開しません。名前を出さないあいだは名簿に載らず、"
    "参加したプロジェクトのページには「市民（個人）」とだけ出ます。いつでも取り消せます。"
)
CONSEQUENCE = "公開すると、登録のあと、だれでもこのサイトで見られます。"
HOME = "自宅を所在地にしている場合は、公開しないことをおすすめします。"
