"""``GET /voice/recordings/{language}/{file}``: a text that somebody has read aloud for the phone.

Anybody may hear them: they are the same for everybody and hold nothing of a call.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bot.edge.house import house_of
from bot.language.recordings import KINDS, recording_path


async def play_recording(request: Request) -> Response:
    language, file = request.path_params["language"], request.path_params["file"]
    state_dir = house_of(request).settings.state_dir
    path = await run_in_threadpool(recording_path, state_dir, language, file)
    if path is None:
        return Response(status_code=404)
    return FileResponse(path, media_type=KINDS[path.suffix])
