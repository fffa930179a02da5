"""One file to send: two playing worlds with their verdict in one HTML page, which needs no server."""
