"""改組: what an office did is another office's from one day on."""
