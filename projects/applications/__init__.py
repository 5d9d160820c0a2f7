"""申請: what groups ask of the city for one occasion (後援, 共催, 減免), from the draft to the report that was looked at."""
