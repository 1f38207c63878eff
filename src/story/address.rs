//! Addresses of choices: what makes wording stand still.
//!
//! Each choice between wordings has an address (story, language, section, message) and each option is
//! known by its own text. An article takes the option that ranks highest by a hash of the three: its key,
//! the address, the option. Adding an option moves only the articles that now prefer it; editing
//! another sentence, or adding a record, moves none.

/// The address of a choice, or the identity of an option, as a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address(pub u64);

impl Address {
    /// Returns the address that `parts` spell.
    pub fn of(parts: &[&str]) -> Self {
        // FNV-1a: short, and the same on every machine and in every version.
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for part in parts {
            for byte in part.bytes().chain([0xff]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        Address(hash)
    }

    /// Returns how high the option at this address ranks for the seed of an article.
    pub fn rank(self, seed: u64, choice: Address) -> u64 {
        mix(seed ^ mix(choice.0) ^ self.0.rotate_left(17))
    }
}

/// Returns `value` with its bits well mixed (the finaliser of SplitMix64).
pub fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_taken_evenly() {
        let choice = Address::of(&["match", "fr", "lead", "draw"]);
        let options: Vec<Address> = ["a", "b", "c", "d"]
            .iter()
            .map(|it| Address::of(&[it]))
            .collect();
        let mut n_taken = [0; 4];
        for seed in 0..4000 {
            let best = (0..4)
                .max_by_key(|it| options[*it].rank(mix(seed), choice))
                .expect("four options");
            n_taken[best] += 1;
        }
        assert!(
            n_taken.iter().all(|it| (900..1100).contains(it)),
            "{n_taken:?}"
        );
    }
}
