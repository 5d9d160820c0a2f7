"""One thing that waits for somebody: what マイページ lists under 「いま、することがあります」."""

import datetime
from typing import NamedTuple


class Todo(NamedTuple):
    """`label` begins with a verb's object (「登録の申請を直す」), `matter` names the thing, `due` is the last day or None."""

    label: str
    matter: str
    url: str
    due: datetime.date | None = None
