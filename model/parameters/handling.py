"""What happens on scene: skill, learning, forgetting, complex cases."""

from model.core.parameter import Parameter

HANDLING = (
    Parameter("delta", 0.8, 0, 1.5, "-", "Extra handling time of an officer of skill 0, as a share of expert time", "assumption", weak=True),
    Parameter("setup_share", 0.05, 0, 0.15, "share", "Extra handling time after a job of another domain", "A; K: Rubinstein et al. 2001", weak=True),
    Parameter("skill_gain_case", 0.012, 0, 0.2, "share", "Share of the gap to full skill that a case closes", "K: Wright 1936; A", weak=True),
    Parameter("skill_gain_hour", 0.006, 0, 0.1, "share", "Share of the gap to full skill that an hour of training closes", "assumption", weak=True),
    Parameter("skill_half_life", 240, 90, 720, "days", "Half-life of unused skill", "K: Arthur et al. 1998; A", weak=True),
    Parameter("skill_floor", 0.2, 0, 0.4, "0..1", "Skill that basic training leaves for good", "assumption", weak=True),
    Parameter("specialist_skill", 0.95, 0, 1, "0..1", "Skill of brigade specialists in their domain on the first day"),
    Parameter("first_time_base", 0.4, 0, 1, "share", "Complex cases an officer of skill 0 gets right first time"),
    Parameter("first_time_records", 0.3, 0, 1, "share", "Share of the remaining errors avoided when records are shared"),
    Parameter("secure_share", 0.3, 0, 1, "share", "Share of the work done by a crew that must call a specialist"),
    Parameter("case_review", 0.5, 0, 1, "share", "Wrong closures that case review catches on the spot"),
    Parameter("return_days", 2, 0.1, 30, "days", "Mean time until a badly closed case returns"),
    Parameter("disruption", 0.0, 0, 1, "share", "Extra handling time while a change is being digested"),
    Parameter("police_rescue_share", 0.25, 0, 0.5, "share", "Part of the ambulance's hazard that police delay carries", "assumption", weak=True),
    Parameter("rescue_hazard", 0.04, 0, 0.1, "1/min", "Growth of the death hazard a minute of delay", "F: Sanchez-Mangas et al. 2010"),
    Parameter("rescue_cap_minutes", 90, 0, 240, "min", "Delay beyond which harm no longer grows", "assumption"),
    Parameter("clearance_base", 0.3, 0, 1, "share", "Order cases cleared up at a response of ten minutes", "assumption"),
    Parameter("clearance_slope", 0.15, 0, 0.5, "share", "Fall of the share cleared up per log unit of delay", "F: Blanes i Vidal & Kirchmaier 2018"),
)
