"""Response surfaces: worlds spread over the levers of a place, and what an emulator says between them."""
