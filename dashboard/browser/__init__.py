"""What is handed to the browser: panels and chart specs."""
