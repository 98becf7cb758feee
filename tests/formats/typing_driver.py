"""
Types into a workbook in LibreOffice as a person does; run by the system's Python, which knows LibreOffice's bridge.

Reads from standard input a list of jobs as JSON: `file`, with `typed` and `refused` as lists of [sheet, cell, text].
Prints for each job a line of JSON: `sheets` with the values of each sheet after typing, row by row, and `refused` with
those of the locked cells before and after the try. The first argument is a folder for the profile, the second a locale.
"""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

LOCALE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    '<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">'
    "<value>{locale}</value></prop></item></oor:items>"
)
_LONGEST_START = 60


def main() -> None:
    folder, locale = Path(sys.argv[1]), sys.argv[2]
    jobs = json.load(sys.stdin)
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(LOCALE.format(locale=locale))
    # A pipe of a name that nobody else has: no port that may be taken.
    name = f"lexcurric-{uuid.uuid4().hex}"
    command = ["soffice", f"-env:UserInstallation={folder.as_uri()}", "--headless", "--norestore", "--nologo"]
    office = subprocess.Popen(
        [*command, f"--accept=pipe,name={name};urp;"],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        context = connected(name)
        create = context.ServiceManager.createInstanceWithContext
        desktop = create("com.sun.star.frame.Desktop", context)
        helper = create("com.sun.star.frame.DispatchHelper", context)
        for job in jobs:
            sys.stdout.write(json.dumps(done(desktop, helper, job)) + "\n")
            sys.stdout.flush()
    finally:
        os.killpg(office.pid, signal.SIGKILL)
        office.wait()


def connected(name):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(_LONGEST_START * 5):
        try:
            return resolver.resolve(f"uno:pipe,name={name};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.2)
    raise SystemExit("LibreOffice did not start")


def done(desktop, helper, job):
    book = desktop.loadComponentFromURL(Path(job["file"]).as_uri(), "_blank", 0, ())
    frame = book.CurrentController.Frame

    def cell(sheet, place):
        return book.Sheets.getByName(sheet).getCellRangeByName(place)

    def enter(sheet, place, text):
        book.CurrentController.setActiveSheet(book.Sheets.getByName(sheet))
        helper.executeDispatch(frame, ".uno:GoToCell", "", 0, (said("ToPoint", place),))
        helper.executeDispatch(frame, ".uno:EnterString", "", 0, (said("StringName", text),))

    for each in job["typed"]:
        enter(*each)
    found = {"sheets": {sheet.Name: values(sheet) for sheet in book.Sheets}, "refused": []}
    for sheet, place, text in job["refused"]:
        before = cell(sheet, place).String
        enter(sheet, place, text)
        found["refused"].append([before, cell(sheet, place).String])
    book.close(True)
    return found


def said(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def values(sheet):
    """The values from A1 on, row by row: numbers, texts, and None for an error."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    return sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow).getDataArray()


if __name__ == "__main__":
    main()
