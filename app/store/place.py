"""Where a file lies: a folder that a cloud service copies behind our back is said once, because such services copy a
file while it is being written and keep two versions where both machines wrote.

Must not know: what is in the file, the window.
"""
from __future__ import annotations

from pathlib import Path

from app.store import profile

_NOTE = "cloud"
# Folder names as the services make them; some add the firm behind a dash ("OneDrive - Nordhaven").
_SERVICES = (("onedrive", "OneDrive"), ("sharepoint", "SharePoint"), ("dropbox", "Dropbox"),
             ("google drive", "Google Drive"), ("googledrive", "Google Drive"), ("my drive", "Google Drive"),
             ("icloud", "iCloud Drive"), ("mobile documents", "iCloud Drive"), ("com~apple~clouddocs", "iCloud Drive"),
             ("nextcloud", "Nextcloud"), ("owncloud", "ownCloud"), ("seafile", "Seafile"),
             ("magentacloud", "MagentaCLOUD"), ("box sync", "Box"), ("pcloud", "pCloud"), ("syncthing", "Syncthing"))


def cloud_of(path: Path) -> str:
    """The service that copies the folder of a file, "" when none is known by the folders' names."""
    for part in reversed(path.absolute().parent.parts):
        name = part.casefold()
        for start, service in _SERVICES:
            if name == start or name.startswith((f"{start} ", f"{start}-", f"{start}_", f"{start}(")):
                return service
    return ""


def warning(path: Path, file_id: str) -> str:
    """What to tell the person about the place of a file, once a file and folder; "" when there is nothing to tell."""
    service = cloud_of(path)
    told = profile.read(_NOTE)
    here = str(path.absolute().parent)
    if not service or told.get(file_id) == here:
        return ""
    profile.write(_NOTE, {**told, file_id: here})
    return (f"{path.name} lies in a folder that {service} copies. It may copy the file while it is being written, or "
            "keep two versions when two people work. Keep the file in a folder of this machine and share it by a team "
            "database or a copy (File > Save a copy).")
