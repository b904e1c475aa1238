use sp_core::Blake2Hasher;
use sp_trie::{LayoutV0, LayoutV1, TrieConfiguration};
use serde_json::{json, Value};

type Entries = Vec<(Vec<u8>, Vec<u8>)>;

fn rng(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

fn random(seed: u64, count: usize, alphabet: u64, max_key: u64, max_value: u64) -> Entries {
    let mut s = seed;
    let mut map = std::collections::BTreeMap::new();
    for _ in 0..count {
        let klen = rng(&mut s) % (max_key + 1);
        let key: Vec<u8> = (0..klen).map(|_| { let r = rng(&mut s); ((r % alphabet) * 255 / (alphabet - 1).max(1)) as u8 }).collect();
        let vlen = rng(&mut s) % (max_value + 1);
        let value: Vec<u8> = (0..vlen).map(|_| rng(&mut s) as u8).collect();
        map.insert(key, value);
    }
    map.into_iter().collect()
}

fn case(name: &str, entries: Entries) -> Value {
    let v0 = LayoutV0::<Blake2Hasher>::trie_root(entries.clone());
    let v1 = LayoutV1::<Blake2Hasher>::trie_root(entries.clone());
    json!({ "name": name,
        "entries": entries.iter().map(|(k, v)| json!([hex::encode(k), hex::encode(v)])).collect::<Vec<_>>(),
        "root0": hex::encode(v0), "root1": hex::encode(v1) })
}

fn ordered(name: &str, items: Vec<Vec<u8>>) -> Value {
    let v0 = LayoutV0::<Blake2Hasher>::ordered_trie_root(items.clone());
    let v1 = LayoutV1::<Blake2Hasher>::ordered_trie_root(items.clone());
    json!({ "name": name, "items": items.iter().map(hex::encode).collect::<Vec<_>>(),
        "root0": hex::encode(v0), "root1": hex::encode(v1) })
}

fn main() {
    let b = |s: &str| s.as_bytes().to_vec();
    let tries = vec![
        case("empty", vec![]),
        case("one short value", vec![(b(":code"), vec![1, 2, 3])]),
        case("empty key", vec![(vec![], vec![7; 40]), (vec![0], vec![1])]),
        case("empty value", vec![(b("a"), vec![]), (b("ab"), vec![])]),
        case("value lengths around the threshold", (30u8..36).map(|n| (vec![n], vec![n; n as usize])).collect()),
        case("branch with a long value", vec![(b("key"), vec![9; 33]), (b("key1"), vec![1; 33]), (b("key2"), vec![2; 31])]),
        case("long partials", vec![(vec![0xaa; 40], vec![1]), (vec![0xaa; 200], vec![2; 50]), ({ let mut k = vec![0xaa; 200]; k.push(1); k }, vec![3])]),
        case("partials of 14, 15, 16, 30, 31, 32, 62, 63, 64 nibbles and of 63+255", {
            let mut e: Entries = vec![];
            for (i, n) in [7usize, 8, 15, 16, 31, 32, 159].iter().enumerate() {
                for odd in 0u8..2 { let mut k = vec![(i as u8) << 4 | odd * 0x0f]; k.extend(vec![0x5c; *n]); e.push((k, vec![i as u8; 20 + 8 * i])); }
            }
            e.sort(); e }),
        case("neighbours in one nibble", (0u8..=255).map(|n| (vec![1, n], vec![n])).collect()),
        case("random, few letters", random(1, 120, 3, 6, 45)),
        case("random, all letters", random(2, 150, 256, 20, 70)),
        case("random, long keys", random(3, 60, 2, 64, 100)),
    ];
    let roots = vec![
        ordered("none", vec![]),
        ordered("one", vec![vec![4, 0]]),
        ordered("five", (0u8..5).map(|n| vec![n; 10 * (n as usize + 1)]).collect()),
        ordered("seventy: indices of one and two bytes", (0u8..70).map(|n| vec![n; n as usize]).collect()),
    ];
    println!("{}", serde_json::to_string_pretty(&json!({ "tries": tries, "ordered": roots })).unwrap());
}
