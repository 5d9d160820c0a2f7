"""町内会へのお願い: what all offices ask of one group in a year, seen before it is asked again."""
