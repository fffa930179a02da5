"""Serves the pretend page: `python -m tests.dashboard.pretend_server PORT FOLDER`."""

from __future__ import annotations

import gzip
import os
import sys
from pathlib import Path
from typing import Any

from tests.dashboard import pretend

PLAYER = Path(__file__).parents[2] / "dashboard" / "player"


def application(folder: Path, port: int) -> Any:
    """The tape and the assets, then Solara. `/control?slow=..&gone=..` lets a test slow or stop the tape."""
    from jiaosuo.dashboard.web.solara_setup import prepare

    prepare(f"http://127.0.0.1:{port}/")
    os.environ |= {"SOLARA_APP": "tests.dashboard.pretend_app", "PRETEND": str(folder)}
    import solara.server.starlette as solara_server
    import vl_convert
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import JSONResponse, Response
    from starlette.routing import Mount, Route

    from jiaosuo.dashboard.web.film_routes import film_routes

    bundle = vl_convert.javascript_bundle()
    control: dict[str, Any] = {"queued": 0, "gone": 0, "asked": []}

    async def tape(request: Request) -> Response:
        name = request.path_params["name"]
        control["asked"].append([name, dict(request.query_params)])
        if control["queued"] > 0:
            control["queued"] -= 1
            return JSONResponse({"place": 2, "of": 3, "state": "queued"}, 202)
        if control["gone"] and "again-" not in name:
            return JSONResponse({"error": "no longer planned"}, 410)
        content = gzip.compress((folder / name.removesuffix("-moved").replace("again-", "")).read_bytes(), 1)
        return Response(content, headers={"Content-Encoding": "gzip"}, media_type="application/octet-stream")

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name == "vega.js":
            return Response(bundle, media_type="text/javascript")
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        return Response((PLAYER / name).read_bytes(), media_type=kind)

    async def set_control(request: Request) -> Response:
        control.update({name: int(value) for name, value in request.query_params.items()})
        asked, control["asked"] = control["asked"], []
        return JSONResponse(asked)

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    routes = [
        Route("/healthz", health),
        *film_routes(),
        Route("/tape/{name}", tape),
        Route("/control", set_control),
        Route("/assets/{name}", asset),
        Mount("/", solara_server.app),
    ]
    return Starlette(routes=routes, lifespan=solara_server.lifespan)


def main(port: int, folder: Path) -> None:
    """Serve until killed."""
    import uvicorn

    if not (folder / "plan.json").exists():
        pretend.write(folder)
    uvicorn.run(application(folder, port), host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
