"""Quality and speed, each one command, side by side with peers where they are installed."""
