"""改稿: how the library is written, checked and published."""
