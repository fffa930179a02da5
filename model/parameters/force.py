"""The force: headcounts, rosters, duties beyond calls, internal management."""

from model.core.parameter import Parameter

FORCE = (
    Parameter("officers_traffic", 34, 0, 5_000, "officers", "Traffic corps without brigade specialists", "preset", whole=True),
    Parameter("officers_station", 100, 0, 20_000, "officers", "Station corps", "preset", whole=True),
    Parameter("officers_patrol", 0, 0, 5_000, "officers", "Patrol corps", "preset", whole=True),
    Parameter("auxiliaries", 60, 0, 20_000, "auxiliaries", "Auxiliaries, who assist and may hold a post", "K: weak", whole=True, weak=True),
    Parameter("traffic_specialists", 6, 0, 500, "officers", "Crash specialists of the county brigade", whole=True),
    Parameter("case_specialists", 12, 0, 2_000, "officers", "Case specialists of the county brigade", whole=True),
    Parameter("on_duty_share", 0.3, 0.05, 1, "share", "Share of the roster on duty at an average hour", "A; K: Chaiken & Dormont 1978"),
    Parameter("availability", 0.5, 0.3, 1, "share", "On-duty time free of business that is not modelled", "K: Chaiken & Dormont 1978"),
    Parameter("night_weight", 0.7, 0.1, 3, "-", "Weight of the shift from 0 to 8 h in the roster"),
    Parameter("day_weight", 1.25, 0.1, 3, "-", "Weight of the shift from 8 to 16 h"),
    Parameter("evening_weight", 1.05, 0.1, 3, "-", "Weight of the shift from 16 to 24 h"),
    Parameter("roster_alignment", 0.0, 0, 1, "share", "Rosters of the corps at a site: 0 drawn apart, 1 staggered as one"),
    Parameter("recall_minutes", 40, 0, 240, "min", "Time for an off-duty officer to turn out when recalled"),
    Parameter("recall_priority", 2, 0, 4, "priority", "Least urgent priority that recalls an officer when nobody is on duty; 0 never", whole=True),
    Parameter("ring_fence", 0.0, 0, 1, "share", "On-duty time that generalists keep for traffic alone"),
    Parameter("training_hours", 0, 0, 400, "h/yr", "Cross-training of an officer, in duty time"),
    Parameter("training_block_hours", 4, 1, 8, "h", "Length of one training session"),
    Parameter("posts_per_urban_km2", 0.25, 0, 10, "posts/km2", "Junction posts wanted at peak in each urban square km"),
    Parameter("morning_peak", 7, 0, 22, "h", "Hour at which the morning peak begins"),
    Parameter("evening_peak", 17, 0, 22, "h", "Hour at which the evening peak begins"),
    Parameter("peak_hours", 2, 0, 4, "h", "Length of each peak"),
    Parameter("checkpoint_hours", 0.3, 0, 10, "h/day", "Checkpoint duty wanted a day for each 100 km of road, in workload staffing"),
    Parameter("community_hours", 0.05, 0, 2, "h/day", "Community duty wanted a day for each 1,000 people, in workload staffing"),
    Parameter("aux_share_posts", 0.0, 0, 1, "share", "Share of auxiliaries who may hold a post alone"),
    Parameter("last_officer_minutes", 0, 0, 120, "min", "Head start given to sites that keep another officer; 0 sends the nearest", "K: Larson 1974"),
    Parameter("beat_minutes", 20, 0, 240, "min", "Driving time from home within which beats and visits lie"),
    Parameter("duty_slot_minutes", 30, 5, 120, "min", "Time between two decisions on an officer's duty"),
)
