//! What is saved is there, whole, and listed; what is harmed is told apart; the catalogue can be thrown away.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

use polemos_store::{Head, Kind, Store, StoreError};
use std::fs;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    path
}

fn head(name: &str) -> Head {
    Head {
        kind: Kind::Run,
        name: name.into(),
        war: "two-ports".into(),
        title: "The war of the two ports".into(),
        engine: "0.1.0".into(),
        seed: u64::MAX,
        replication: 0,
        saved_at: 1_700_000_000,
        parent: None,
        at: None,
        changes: Vec::new(),
        ended: true,
        result: "Amberwick prevailed".into(),
        days: 40.5,
        digest: "00ff".into(),
    }
}

fn names(store: &Store) -> Vec<String> {
    let mut names: Vec<String> = store.list(None).unwrap().into_iter().map(|it| it.name).collect();
    names.sort();
    names
}

#[test]
fn what_is_saved_comes_back() {
    let folder = folder("comes-back");
    let store = Store::open(&folder).unwrap();
    store.save(&head("one"), b"a body").unwrap();
    assert_eq!(store.load("one").unwrap(), (head("one"), b"a body".to_vec()));
    assert!(matches!(store.save(&head("one"), b"another"), Err(StoreError::Taken(_))));
    assert!(matches!(store.save(&head("../one"), b"another"), Err(StoreError::BadName(_))));
    assert!(matches!(store.load("two"), Err(StoreError::Unknown(_))));
    assert_eq!(store.free_name("one"), "one-2");
    assert_eq!(store.list(Some(Kind::Run)).unwrap(), [head("one")]);
    assert!(store.list(Some(Kind::Projection)).unwrap().is_empty());
    store.remove("one").unwrap();
    assert!(names(&store).is_empty());
}

#[test]
fn a_harmed_file_is_told_apart_and_hides_no_other() {
    let folder = folder("harmed");
    let store = Store::open(&folder).unwrap();
    let path = store.save(&head("one"), &[7; 4000]).unwrap();
    store.save(&head("two"), b"a body").unwrap();
    let whole = fs::read(&path).unwrap();
    for (harm, from) in [("cut", whole.len() - 1), ("cut", 90), ("cut", 3), ("flip", whole.len() - 5)] {
        let mut bytes = whole.clone();
        if harm == "cut" {
            bytes.truncate(from);
        } else {
            bytes[from] ^= 1;
        }
        fs::write(&path, &bytes).unwrap();
        assert!(
            matches!(store.load("one"), Err(StoreError::Harmed(_) | StoreError::NotOurs(_))),
            "{harm} {from}"
        );
        assert!(store.load("two").is_ok());
    }
    let later = String::from_utf8_lossy(&whole[..40]).replacen("polemos-saved 1", "polemos-saved 9", 1);
    fs::write(&path, later).unwrap();
    assert!(matches!(store.load("one"), Err(StoreError::Format(_, 9))));
    assert_eq!(store.unreadable().len(), 1);
}

#[test]
fn the_catalogue_follows_the_files() {
    let folder = folder("follows");
    let store = Store::open(&folder).unwrap();
    for name in ["one", "two", "three"] {
        store.save(&head(name), b"a body").unwrap();
    }
    drop(store);
    // A file that someone brought along, and one that someone took away.
    let saved = folder.join("saved");
    fs::copy(saved.join("one.polemos"), saved.join("four.polemos")).unwrap();
    fs::remove_file(saved.join("two.polemos")).unwrap();
    fs::write(saved.join("half.part"), b"polemos-saved 1 9").unwrap();
    assert_eq!(names(&Store::open(&folder).unwrap()), ["four", "one", "three"]);
    assert!(!saved.join("half.part").exists(), "what was half-written is swept away");
    // A catalogue that is gone or is none.
    fs::write(folder.join("catalogue.sqlite"), b"this is no database, and long enough to be taken for one")
        .unwrap();
    assert_eq!(names(&Store::open(&folder).unwrap()), ["four", "one", "three"]);
    assert_eq!(Store::rebuild(&folder).unwrap(), 3);
}
