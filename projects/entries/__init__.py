"""台帳の1件: what is entered, and who stands on which side."""
