"""The second sample city, a village: laid once, read by everybody in it, without a word of the first."""
