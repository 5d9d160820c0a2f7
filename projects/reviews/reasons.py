"""The first 理由の文例 of decisions about proposals, in words of ours; a city changes them in the admin."""

from kyodo_portal.common.own_words import own_words
from kyodo_portal.letters.kinds import ReasonDefault

REASONS = (
    ReasonDefault(
        "decide", "採択：役割がはっきりしている",
        own_words("困っている人がはっきりしていて、団体と市の役割が具体的に書かれていると認めたためです。"),
    ),
    ReasonDefault("decide", "採択：続けていける", "人とお金の見通しがあり、この年度のあとも続けていけると認めたためです。"),
    ReasonDefault(
        "decide", "不採択：最低点に届かない",
        "審査委員の点の平均が、募集要項で示した最低点に届かなかったためです。",
    ),
    ReasonDefault(
        "decide", "不採択：予算をこえる",
        "点の高いものから順に採択し、募集の予算に達したためです。内容をみとめなかったわけではありません。",
    ),
    ReasonDefault(
        "decide", "継続協議：先に確かめることがある",
        "必要なことだと認めましたが、場所や許可の見通しを、先に担当課と確かめる必要があるためです。",
    ),
)  # fmt: skip
