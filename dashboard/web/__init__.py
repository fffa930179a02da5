"""The web server: routes, the guard, Solara mounted."""
