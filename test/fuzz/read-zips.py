# What Python's zipfile makes of archives, for differential.test.ts: reads them from its standard input, each with its length in
# four bytes before it, and answers with one line of JSON for each.
import hashlib, io, json, struct, sys, zipfile

def read(archive):
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            return {'files': [describe(opened, info) for info in opened.infolist() if not info.is_dir()]}
    except Exception as error:
        return {'refused': type(error).__name__}

def describe(opened, info):
    try:
        return [info.orig_filename, hashlib.sha256(opened.read(info)).hexdigest()]
    except Exception:
        return [info.orig_filename, None]

while True:
    length = sys.stdin.buffer.read(4)
    if len(length) < 4:
        break
    archive = sys.stdin.buffer.read(struct.unpack('<I', length)[0])
    print(json.dumps(read(archive)))
