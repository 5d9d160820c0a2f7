"""提案: from the draft to the result, as a group writes it and staff handle it."""
