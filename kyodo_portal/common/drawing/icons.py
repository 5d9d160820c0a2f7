"""The drawings of {% icon %}: 24 by 24, strokes in the current colour, drawn for this project."""

ICONS = {
    "book": '<path d="M4 5.5A2.5 2.5 0 0 1 6.5 3H11v17H6.5A2.5 2.5 0 0 0 4 22zM20 5.5A2.5 2.5 0 0 0 17.5 3H13v17h4.5A2.5 2.5 0 0 1 20 22z"/>',
    "people": '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6"/>'
    '<path d="M16 5a3.5 3.5 0 0 1 0 6.5M18 14.5c2 .8 3.2 2.6 3.5 5.5"/>',
    "pen": '<path d="M4 20l1-4.5L16.5 4a2 2 0 0 1 2.8 0l.7.7a2 2 0 0 1 0 2.8L8.5 19z"/><path d="M14 6.5l3.5 3.5"/>',
    "track": '<path d="M4 6h11M4 12h16M4 18h7"/><circle cx="18" cy="6" r="2"/><circle cx="14" cy="18" r="2"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L21 21"/>',
    "arrow": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "down": '<path d="M12 4v14M6 12l6 6 6-6"/>',
    "menu": '<path d="M4 6h16M4 12h16M4 18h16"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4 21c.8-4.5 3.8-7 8-7s7.2 2.5 8 7"/>',
    "phone": '<path d="M5 4h4l1.5 5-2.5 1.5a12 12 0 0 0 5.5 5.5L15 13.5l5 1.5v4a1.5 1.5 0 0 1-1.5 1.5C10.5 20.5 3.5 13.5 3.5 5.5A1.5 1.5 0 0 1 5 4z"/>',
    "mail": '<path d="M3 5.5h18v13H3z"/><path d="M3.5 6.5l8.5 7 8.5-7"/>',
    "lock": '<path d="M5 10.5h14V21H5z"/><path d="M8 10.5V7a4 4 0 0 1 8 0v3.5"/>',
    "clock": '<circle cx="12" cy="12" r="9.5"/><path d="M12 6.5V12l4 2.5"/>',
    "flag": '<path d="M5 22V3.5M5 4h13l-3 4 3 4H5"/>',
    "error": '<path d="M8 2.5h8l5.5 5.5v8L16 21.5H8L2.5 16V8z"/><path d="M12 7v6"/><path d="M12 16.8v.2"/>',
    "ok": '<circle cx="12" cy="12" r="9.5"/><path d="M7.5 12.5l3 3 6-6.5"/>',
    "info": '<circle cx="12" cy="12" r="9.5"/><path d="M12 11v6M12 7.2v.2"/>',
    "check": '<path d="M4 12.5l5.5 5.5L20 6.5"/>',
    "x": '<path d="M6 6l12 12M18 6L6 18"/>',
    "plus": '<path d="M12 4.5v15M4.5 12h15"/>',
    "file": '<path d="M6 2.5h8l4.5 4.5v14.5H6z"/><path d="M14 2.5V7h4.5M9 12h6M9 16h6"/>',
    "ext": '<path d="M10 5H4v15h15v-6M14 4h6v6M20 4l-9 9"/>',
    "pin": '<path d="M12 21.5c4.5-5 7-8.5 7-12a7 7 0 0 0-14 0c0 3.5 2.5 7 7 12z"/><circle cx="12" cy="9.5" r="2.5"/>',
    "filter": '<path d="M4 6h16M7 12h10M10 18h4"/>',
    "list": '<path d="M9 6h11M9 12h11M9 18h11M4 6h.5M4 12h.5M4 18h.5"/>',
    "map": '<path d="M3.5 6L9 4l6 2.5 5.5-2V18L15 20l-6-2.5-5.5 2zM9 4v13.5M15 6.5V20"/>',
    "hand": '<path d="M7 12V6a1.5 1.5 0 0 1 3 0v5M10 10V4.5a1.5 1.5 0 0 1 3 0V11M13 10.5V6a1.5 1.5 0 0 1 3 0v7"/>'
    '<path d="M16 10a1.5 1.5 0 0 1 3 0v4.5c0 4-2.5 7-6.5 7-3 0-4.5-1.2-6-3.8L4 13.5c-.8-1.4 1-2.8 2.2-1.5L8 14"/>',
    "print": '<path d="M7 8V3h10v5M7 17H4V9h16v8h-3M7 14h10v7H7z"/>',
}
