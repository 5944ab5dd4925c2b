"""What the app says: reads and checks content/."""
