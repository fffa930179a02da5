"""What a visitor chooses: place, rules, levers, outcomes; plain values."""
