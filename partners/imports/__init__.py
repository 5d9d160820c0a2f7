"""Lists of groups that a city has, taken in; and one body that stands there twice, made one."""
