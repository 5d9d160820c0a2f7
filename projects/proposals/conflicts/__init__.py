"""除斥・代決: whose group proposes and who therefore does not judge, and who acts where nobody else is left."""
