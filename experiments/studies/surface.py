"""What would another setting of the levers give, under every rule?"""

from jiaosuo.experiments.analyses.surface.surface_chart import charts
from jiaosuo.experiments.analyses.surface.surface_page import page, summary, table
from jiaosuo.experiments.analyses.surface.surface_result import SurfaceResult
from jiaosuo.experiments.analyses.surface.surface_study import NAME, OPTIONS, run
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.words import N_

SURFACE = Study(
    name=NAME,
    question=N_("What would another setting of the levers give?"),
    places=("county-town",),
    result=SurfaceResult,
    run=run,
    page=page,
    table=table,
    charts=charts,
    summary=summary,
    options=OPTIONS,
)
