//! Which icon of the sprite stands for what.

/// The icon of a topic by the code of its government affair (`urusan.csv`); a tag where none fits.
pub fn of_topic(code: &str) -> &'static str {
    match code {
        "1.01" | "2.23" | "2.24" | "5.04" | "5.05" => "book",
        "1.02" => "health",
        "1.03" | "2.15" => "road",
        "1.04" => "home",
        "1.05" | "2.21" | "8.01" => "shield",
        "1.06" | "2.07" | "2.08" => "care",
        "2.09" | "3.27" => "rice",
        "2.10" | "3.29" => "map",
        "2.11" | "3.28" => "leaf",
        "2.12" | "2.13" | "2.14" | "2.19" | "3.32" | "5.03" => "people",
        "2.16" => "globe",
        "2.17" | "3.30" | "3.31" => "shop",
        "2.18" | "5.02" => "coin",
        "2.20" | "5.01" => "bars",
        "2.22" | "3.26" => "peak",
        "3.25" => "fish",
        "4.01" | "4.02" | "6.01" | "7.01" => "gov",
        _ => "tagp",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standards::affairs;

    #[test]
    fn every_affair_has_an_icon_of_the_sprite() {
        let sprite = include_str!("../../assets/icons/icons.svg");
        for affair in affairs::list() {
            let icon = of_topic(&affair.code);
            assert!(sprite.contains(&format!("id=\"i-{icon}\"")), "{icon}");
            assert_ne!(icon, "tagp", "{} {}", affair.code, affair.name);
        }
    }
}
