use search_index::Query;

use crate::catalogue::{DEPTH, Figures, filled_index, judge, judged_queries};

#[test]
fn judged_queries_keep_their_quality() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled_index(folder.path()).unwrap();
    let mut sum = Figures::default();
    for judged in judged_queries().unwrap() {
        let answer = index.search(&Query {
            text: judged.text.clone(),
            limit: DEPTH,
            ..Query::default()
        });
        let hits = answer.unwrap().hits;
        assert!(!hits.is_empty(), "{} {}", judged.id, judged.text);
        if judged.class != "prefiks" {
            let names: Vec<&str> = hits.iter().map(|hit| hit.name.as_str()).collect();
            sum.add(judge(&names, &judged.relevant));
        }
    }
    let (ndcg, recall) = (sum.ndcg / sum.queries, sum.recall / sum.queries);
    assert!(
        ndcg > 0.88 && recall > 0.90,
        "nDCG@10 {ndcg}, recall@10 {recall}"
    );
    assert!(sum.empty < 0.5);
}
