"""Changes files at random and runs the program on them: nothing may panic, take 30 seconds or 2 GB, or leave a file by halves.

    python3 tests/bench/mutations.py target/release/marchland [COUNT] [FIRST SEED]

The files are those of the built-in set and of all samples in tests/collections. What goes wrong is told with its seed; the
changed files of it stay in the folder that is named at the end.
"""

import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import zipfile

PROJECT = pathlib.Path(__file__).resolve().parents[2]
SECONDS, BYTES = 30, 2 << 30
TOKENS = [b"-", b"1e999", b"NaN", b"0", b"180", b"-180", b"90", b"-90", b"360", b"9999", b"1850-02-30", b"1900", b'""', b"null",
          b"[", b"]", b"{", b"}", b",", b"\n", b"\0", b"\xff", b"=", b"../", b"]]", b"[[", b"1e-7", b"0.00000005"]


def samples():
    """Folders and files to begin with, each with how the program is to be run on it."""
    sets = sorted(path.parent for path in (PROJECT / "geodata").glob("*/dataset.toml"))
    yield from sets
    for path in sorted((PROJECT / "tests" / "collections").iterdir()):
        if path.suffix not in (".md", ".py"):
            yield path


def numbers(data, chance):
    """Changes a number: borders move by a hair, by a little or to the end of the world."""
    places = [i for i in range(len(data)) if data[i:i + 1].isdigit()]
    if not places:
        return data
    at = chance.choice(places)
    end = at
    while end < len(data) and (data[end:end + 1].isdigit() or data[end:end + 1] == b"."):
        end += 1
    try:
        value = float(data[at:end])
    except ValueError:
        return data
    by = chance.choice([1e-7, 1e-6, 1e-5, 1e-3, 0.1, 1, 90, 180])
    return data[:at] + repr(value + chance.choice([-by, by])).encode() + data[end:]


def changed(data, chance):
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        kind = chance.randrange(7)
        if kind <= 2:
            data = numbers(data, chance)
        elif kind == 3:
            data = data[:at] + chance.choice(TOKENS) + data[at:]
        elif kind == 4:
            data = data[:at] + data[at + chance.randint(1, 40):]
        elif kind == 5:
            start = chance.randrange(len(data) + 1)
            data = data[:at] + data[start:start + chance.randint(1, 400)] + data[at:]
        else:
            token = chance.choice(TOKENS)
            data = data[:at] + token + data[at + len(token):]
    return data


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


def run(program, arguments, folder):
    """What is wrong with a run, if anything."""
    try:
        done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, timeout=SECONDS, preexec_fn=limited)
    except subprocess.TimeoutExpired:
        return "takes longer than 30 s"
    if done.returncode not in (0, 1, 2):
        return f"exit code {done.returncode}: {done.stderr[-300:].decode(errors='replace')}"
    return None


def one(program, sample, seed, folder):
    chance = random.Random(seed)
    target = folder / sample.name
    if sample.is_dir():
        shutil.copytree(sample, target)
    else:
        shutil.copy(sample, target)
    if sample.suffix == ".zip":
        with zipfile.ZipFile(target) as archive:
            archive.extractall(folder / "unpacked")
        target = folder / "unpacked"
    files = [target] if target.is_file() else sorted(path for path in target.rglob("*") if path.is_file())
    path = chance.choice(files)
    path.write_bytes(changed(path.read_bytes(), chance))
    is_set = (target / "dataset.toml").is_file()
    commands = [["check", str(target)], ["render", "--data", str(target), "-o", "m.svg", "--date", "1920-01-01"]]
    if not is_set:
        commands += [["import", str(target), "-o", "out"], ["import", str(target), "-o", "exact", "--no-clean"]]
    wrong = []
    for arguments in commands:
        found = run(program, arguments, folder)
        if found:
            wrong.append(f"{' '.join(arguments)}: {found}")
    map_file = folder / "m.svg"
    if map_file.exists() and b"</svg>" not in map_file.read_bytes()[-200:]:
        wrong.append("m.svg is not whole")
    for name in ("out", "exact"):
        if not (folder / name).exists():
            continue
        found = subprocess.run([program, "check", name], cwd=folder, capture_output=True, timeout=SECONDS)
        if b" 0 errors" not in b" " + found.stdout + found.stderr:
            wrong.append(f"{name} was written and does not read: {(found.stdout + found.stderr)[-300:].decode(errors='replace')}")
    return wrong


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    count = int(sys.argv[2]) if 2 < len(sys.argv) else 3000
    first = int(sys.argv[3]) if 3 < len(sys.argv) else 0
    kept = pathlib.Path(tempfile.mkdtemp(prefix="mutations-"))
    failures = 0
    for sample in samples():
        for seed in range(first, first + count):
            with tempfile.TemporaryDirectory() as folder:
                folder = pathlib.Path(folder)
                wrong = one(program, sample, seed, folder)
                if wrong:
                    failures += 1
                    print(f"{sample.name}, seed {seed}:", *wrong, sep="\n  ", flush=True)
                    shutil.copytree(folder, kept / f"{sample.name}-{seed}", dirs_exist_ok=True)
    print(f"{failures} went wrong; they are in {kept}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
