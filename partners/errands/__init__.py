"""用足し: whom the office has to write to, call or visit, because no notice of the portal reaches them."""
