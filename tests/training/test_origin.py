import hashlib
import subprocess
from pathlib import Path

from training.origin import commit_of, origin_of


def test_the_origin_names_seed_and_corpus(tmp_path: Path) -> None:
    (tmp_path / "cases.jsonl").write_bytes(b"{}\n")
    origin = origin_of(tmp_path, 21)
    assert (origin.seed, origin.corpus) == (21, f"sha256:{hashlib.sha256(b'{}' + bytes([10])).hexdigest()}")


def test_the_commit_of_no_checkout_is_unknown(tmp_path: Path) -> None:
    assert commit_of(tmp_path) == "unknown"


def test_changed_files_show_in_the_commit(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        named = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", "-C", tmp_path, *named, *arguments], check=True, capture_output=True)

    git("init")
    (tmp_path / "training").mkdir()
    module = tmp_path / "training" / "a.py"
    module.write_text("a = 1\n")
    git("add", ".")
    git("commit", "-m", "first")
    commit = commit_of(tmp_path)
    assert len(commit) == 40
    module.write_text("a = 2\n")
    assert commit_of(tmp_path) == f"{commit}+"
