//! Selection: which of the messages that apply a section tells.

use rust_decimal::Decimal;

use super::Outcome;
use super::budget::Room;
use super::candidates::Candidate;
use super::document::Planner;
use super::order::{by_precedence, order};
use crate::data::Value;
use crate::interpret::Hold;
use crate::story::{Taking, Tell};

/// What a section has taken so far.
struct Taken {
    chosen: Vec<Candidate>,
    n_max: usize,
    room: Room,
    /// The news of the most newsworthy message.
    most: Option<Decimal>,
    /// The angles that have had their word, each with the message that has it.
    angles: Vec<(usize, usize)>,
    /// What there was no room for.
    left_out: Vec<Candidate>,
}

impl Planner<'_> {
    /// Returns what the section tells, in the order in which it tells it.
    pub(super) fn select(&mut self) -> Result<Vec<Candidate>, Hold> {
        let rules = self.rules();
        let mut chosen = match rules.tell {
            Tell::First => self.first()?,
            Tell::All if rules.taking == Taking::AsWritten && self.barred.is_empty() => {
                return self.all();
            }
            Tell::All => self.best(usize::MAX)?,
            Tell::Best(n) => self.best(n.at(self.length).unwrap_or(usize::MAX))?,
        };
        order(self.story, rules, &mut chosen);
        Ok(chosen)
    }

    /// Takes the first message that applies; of several of one weight, the most newsworthy.
    fn first(&mut self) -> Result<Vec<Candidate>, Hold> {
        let rules = self.rules();
        let mut found = Vec::new();
        for (idx, tier) in rules.tiers.iter().enumerate() {
            for &message in tier {
                if self.is_out(message) {
                    continue;
                }
                if self.is_alone(message) {
                    self.note_message(message, &Outcome::Alone);
                    continue;
                }
                let weighed = rules.taking == Taking::ByNews || tier.len() > 1;
                self.gather(message, weighed, &mut found)?;
            }
            if let Some(most) = most_newsworthy(&found) {
                let winner = found[most].message;
                self.behind(winner, &mut found);
                self.outrank(winner, &rules.tiers[idx + 1..]);
                break;
            }
        }
        if self.measures() || rules.least.is_some() {
            by_precedence(self.story, rules, &mut found);
            return Ok(self.take(found, usize::MAX));
        }
        self.tell(&found);
        Ok(found)
    }

    /// Leaves the rows of the winner.
    fn behind(&mut self, winner: usize, found: &mut Vec<Candidate>) {
        if self.account.is_some() {
            for it in found.iter().filter(|it| it.message != winner) {
                self.note(it, Outcome::Behind(winner));
            }
        }
        found.retain(|it| it.message == winner);
    }

    /// Gives account of the messages that would have had the word after the winner.
    fn outrank(&mut self, winner: usize, tiers: &[Vec<usize>]) {
        if self.account.is_none() {
            return;
        }
        for &message in tiers.iter().flatten() {
            if self.is_out(message) {
                continue;
            }
            let mut found = Vec::new();
            // What comes behind holds no article: where it cannot be decided, that it is behind is all there is to say.
            if self.gather(message, false, &mut found).is_err() {
                self.facts.it = Value::Missing;
                found.clear();
                self.note_message(message, &Outcome::Behind(winner));
            }
            self.behind(winner, &mut found);
        }
    }

    /// Takes all messages that apply, as they are written.
    fn all(&mut self) -> Result<Vec<Candidate>, Hold> {
        let rules = self.rules();
        let mut chosen = Vec::new();
        for &message in &rules.messages {
            if self.is_out(message) {
                continue;
            }
            let n_before = chosen.len();
            self.gather(message, false, &mut chosen)?;
            self.tell(&chosen[n_before..]);
        }
        Ok(chosen)
    }

    /// Takes so many messages, the most newsworthy first if the section weighs them.
    fn best(&mut self, n_max: usize) -> Result<Vec<Candidate>, Hold> {
        let rules = self.rules();
        let mut candidates = Vec::new();
        for &message in &rules.messages {
            if !self.is_out(message) {
                self.gather(message, rules.taking == Taking::ByNews, &mut candidates)?;
            }
        }
        by_precedence(self.story, rules, &mut candidates);
        Ok(self.take(candidates, n_max))
    }

    /// Takes the candidates one after the other; one that goes with another follows as soon as that is told.
    fn take(&mut self, candidates: Vec<Candidate>, n_max: usize) -> Vec<Candidate> {
        let mut taken = Taken {
            chosen: Vec::new(),
            n_max,
            room: self.room(),
            most: None,
            angles: Vec::new(),
            left_out: Vec::new(),
        };
        let mut waiting: Vec<Candidate> = Vec::new();
        for candidate in candidates {
            if self.is_alone(candidate.message) {
                waiting.push(candidate);
                continue;
            }
            self.decide(candidate, &mut taken);
            while let Some(idx) = waiting.iter().position(|it| !self.is_alone(it.message)) {
                self.decide(waiting.remove(idx), &mut taken);
            }
        }
        for candidate in &waiting {
            self.note(candidate, Outcome::Alone);
        }
        self.keep_one(&mut taken);
        for candidate in &taken.left_out {
            self.note(candidate, Outcome::NoRoom);
        }
        taken.chosen
    }

    /// Tells one message where there is room for none, if the section must be told.
    fn keep_one(&mut self, taken: &mut Taken) {
        if self.rules().must
            && taken.chosen.is_empty()
            && let Some(idx) = most_newsworthy(&taken.left_out)
        {
            let kept = taken.left_out.remove(idx);
            self.tell(std::slice::from_ref(&kept));
            taken.chosen.push(kept);
        }
    }

    fn decide(&mut self, candidate: Candidate, taken: &mut Taken) {
        let message = candidate.message;
        let outcome = self.outcome(&candidate, taken);
        let is_told = outcome == Outcome::Told;
        // A message that has the word in its angle does not pass it on where it has no room.
        if (is_told || outcome == Outcome::NoRoom)
            && let Some(angle) = self.story.messages[message].angle
        {
            taken.angles.push((angle, message));
        }
        if outcome == Outcome::NoRoom {
            taken.left_out.push(candidate);
            return;
        }
        self.note(&candidate, outcome);
        if is_told {
            self.told[message] = true;
            taken.most = taken.most.max(candidate.news);
            taken.room.use_up(candidate.extent);
            taken.chosen.push(candidate);
        }
    }

    /// Returns what becomes of a message whose turn it is.
    fn outcome(&self, candidate: &Candidate, taken: &Taken) -> Outcome {
        let message = candidate.message;
        let rules = &self.story.messages[message];
        if let Some(told) = self.needless(message) {
            return Outcome::Needless(told);
        }
        if rules.must_lead {
            return Outcome::Told;
        }
        let has_word = |it: &&(usize, usize)| Some(it.0) == rules.angle && it.1 != message;
        if let Some((_, other)) = taken.angles.iter().find(has_word) {
            return Outcome::Behind(*other);
        }
        if taken.chosen.len() >= taken.n_max {
            return Outcome::Outnumbered;
        }
        if let (Some(least), Some(most), Some(news)) =
            (self.rules().least, taken.most, candidate.news)
            && news < least.saturating_mul(most)
        {
            return Outcome::TooSlight;
        }
        if self.is_barred(candidate) || !taken.room.has(candidate.extent) {
            return Outcome::NoRoom;
        }
        Outcome::Told
    }

    /// Tells candidates as they are.
    fn tell(&mut self, candidates: &[Candidate]) {
        for candidate in candidates {
            self.told[candidate.message] = true;
            self.note(candidate, Outcome::Told);
        }
    }
}

/// Returns the position of the candidate with the most news; of several, the first.
fn most_newsworthy(found: &[Candidate]) -> Option<usize> {
    // The last of those that are equal is the greatest, and the first of them stands last when they are reversed.
    let found = found.iter().enumerate().rev();
    found.max_by_key(|(_, it)| it.news).map(|(idx, _)| idx)
}
