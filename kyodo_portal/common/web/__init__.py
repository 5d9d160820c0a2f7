"""What stands around every request: guards, what every page shows, how somebody reads."""
