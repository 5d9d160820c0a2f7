"""Who comes after whom at the head of a group; how people of a group, a panel or a committee are invited; who helps with a draft."""
