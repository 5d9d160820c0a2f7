"""What partners give and seek: the list, one's own rows, lectures with their terms, and who fits whom."""
