"""The wording of the consent to publication. A changed text gets a new version; old consents keep theirs."""

WORDING = "2026-11"
YES, NO = "yes", "no"
CHOICES = [(NO, "市とコーディネーターだけが見る"), (YES, "公開する")]
CONSEQUENCE = "公開すると、登録のあと、だれでもこのサイトで見られます。"
HOME = "自宅を所在地にしている場合は、公開しないことをおすすめします。"
