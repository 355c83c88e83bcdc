"""What templates may ask of this floor."""
