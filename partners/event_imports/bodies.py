"""Whom the words of a list of events mean: read once, for any number of rows."""

import re

from kyodo_portal.common.city import the_city
from kyodo_portal.common.japanese.width import to_half
from kyodo_portal.common.lists.search import fold
from partners.directory.models import Partner
from partners.directory.name_models import PartnerName
from partners.events.access import can_host


class Bodies:
    """Everybody who stands in the directory, by number and by name, those of before too. Two queries."""

    def __init__(self):
        self.by_key = {row.pk: row for row in Partner.objects.filter(merged_into=None)}
        self.by_name, self.by_former = {}, {}
        for row in self.by_key.values():
            self.by_name.setdefault(fold(row.name), []).append(row)
        for key, name in PartnerName.objects.filter(partner__merged_into=None).values_list("partner", "name"):
            self.by_former.setdefault(fold(name), []).append(self.by_key[key])

    def named(self, word):
        """The one body that is called so, with or without the city's name before it; None for nobody and for several."""
        city = the_city()["name"]
        for name in dict.fromkeys((word, word.removeprefix(city).strip())):
            for index in (self.by_name, self.by_former):
                found = index.get(fold(name), [])
                if len(found) == 1:
                    return found[0]
        return None

    def host(self, word):
        """The same, where that body can hold an event."""
        found = self.named(word)
        return found if found and can_host(found) else None

    def typed(self, text):
        """(body, "") of what somebody types into a box: its page's address, the number in it, its name; otherwise (None, why not)."""
        number = re.fullmatch(r"(?:.*/partners/)?([0-9]{1,9})/?", to_half(text).strip())
        found = self.by_key.get(int(number[1])) if number else self.named(text)
        if found is None:
            several = len(self.by_name.get(fold(text), ())) > 1
            why = (
                "という名前の団体が2つ以上あります。番号で選んでください。"
                if several
                else "の団体が見つかりません。番号か名前を確かめてください。"
            )
            return None, f"「{text[:60]}」{why}"
        return (
            (found, "")
            if can_host(found)
            else (None, f"「{found.name}」は、催しを開く団体になれません。ほかの団体か課を選んでください。")
        )
