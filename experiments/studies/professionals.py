"""From which load on do professionals win, and which assumption decides it?"""

from jiaosuo.experiments.analyses.professionals.professionals_chart import charts
from jiaosuo.experiments.analyses.professionals.professionals_page import page, summary, table
from jiaosuo.experiments.analyses.professionals.professionals_result import ProfessionalsResult
from jiaosuo.experiments.analyses.professionals.professionals_study import NAME, OPTIONS, run
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.words import N_

PROFESSIONALS = Study(
    name=NAME,
    question=N_("Where, by which measure and from which load on do professionals win?"),
    places=(
        "zigui-2004",
        "qidong-2023",
        "fujian-2002-2015",
        "pingdu-2021",
        "county-town",
        "fuzhou-2003",
        "city-district",
        "chongqing-2010",
    ),
    result=ProfessionalsResult,
    run=run,
    page=page,
    table=table,
    charts=charts,
    summary=summary,
    options=OPTIONS,
)
