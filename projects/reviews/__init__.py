"""審査と決定: score sheets, the panel's desk, the city's decision."""
