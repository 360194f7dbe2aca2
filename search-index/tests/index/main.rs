//! The index as its users see it: documents in, answers out.

#[cfg(test)]
mod any_text;
#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod facets;
#[cfg(test)]
mod judged;
#[cfg(test)]
mod queries;
#[cfg(test)]
mod store;
#[cfg(test)]
mod suggestions;

#[cfg(test)]
mod helpers {
    use search_index::{Answer, Column, Document, Index, Query, Topic, Vocabulary, WordLists};
    use tempfile::TempDir;

    /// An index in a folder of its own.
    pub(crate) struct Shelf {
        pub(crate) index: Index,
        pub(crate) folder: TempDir,
    }

    impl Shelf {
        pub(crate) fn with(documents: &[Document]) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let index = Index::open(folder.path(), vocabulary()).unwrap();
            for document in documents {
                index.put(document).unwrap();
            }
            index.commit(1).unwrap();
            Self { index, folder }
        }

        pub(crate) fn ask(&self, text: &str) -> Answer {
            let query = Query {
                text: text.to_owned(),
                ..Query::default()
            };
            self.index.search(&query).unwrap()
        }

        pub(crate) fn ids(&self, text: &str) -> String {
            ids(&self.ask(text))
        }
    }

    pub(crate) fn ids(answer: &Answer) -> String {
        let ids: Vec<&str> = answer.hits.iter().map(|hit| hit.id.as_str()).collect();
        ids.join(" ")
    }

    pub(crate) fn vocabulary() -> Vocabulary {
        Vocabulary::new(&WordLists {
            stop_words: "di\ndan\njumlah",
            synonyms: "rtlh, rumah tidak layak huni\npadi, gabah",
            translations: "# Inggris\nrice = padi, beras",
            places: "plaosan = kecamatan",
        })
    }

    pub(crate) fn dataset(id: &str, title: &str) -> Document {
        Document {
            id: id.to_owned(),
            name: title.to_lowercase().replace(' ', "-"),
            title: title.to_owned(),
            whole_area: true,
            ..Document::default()
        }
    }

    /// Five datasets that differ in every property.
    pub(crate) fn five() -> Vec<Document> {
        let agriculture = Topic {
            name: "pertanian".to_owned(),
            title: "Pertanian dan Pangan".to_owned(),
        };
        let harvest = Document {
            description: "Hasil panen gabah kering di sawah irigasi.".to_owned(),
            tags: vec!["sawah".to_owned(), "pangan".to_owned()],
            organization: "dinas-pertanian".to_owned(),
            organization_title: "Dinas Tanaman Pangan".to_owned(),
            organization_abbreviation: "DTPHP".to_owned(),
            topics: vec![agriculture.clone()],
            columns: vec![
                Column {
                    name: "luas_panen".to_owned(),
                    description: "Luas panen dalam hektare".to_owned(),
                },
                Column {
                    name: "kecamatan".to_owned(),
                    description: String::new(),
                },
            ],
            values: vec!["Ciherang".to_owned()],
            years: vec![2022, 2023],
            formats: vec!["CSV".to_owned(), "XLSX".to_owned()],
            licence: "cc-by-4.0".to_owned(),
            frequency: "annual".to_owned(),
            updated_at: 50,
            popularity: 5.0,
            ..dataset("harvest", "Produksi Padi")
        };
        let farmers = Document {
            organization: "dinas-pertanian".to_owned(),
            organization_title: "Dinas Tanaman Pangan".to_owned(),
            topics: vec![agriculture],
            years: vec![2023],
            formats: vec!["CSV".to_owned()],
            updated_at: 40,
            popularity: 9.0,
            ..dataset("farmers", "Jumlah Petani dan Buruh Tani")
        };
        let houses = Document {
            organization: "dinas-perumahan".to_owned(),
            organization_title: "Dinas Perumahan".to_owned(),
            years: vec![2023],
            formats: vec!["CSV".to_owned()],
            updated_at: 30,
            ..dataset("houses", "Rumah Tidak Layak Huni")
        };
        let part = Document {
            whole_area: false,
            regions: vec!["Kecamatan Plaosan".to_owned()],
            updated_at: 20,
            ..dataset("part", "Produksi Padi Kecamatan Plaosan")
        };
        let roads = Document {
            description: "Panjang ruas jalan menurut kondisi.".to_owned(),
            updated_at: 10,
            ..dataset("roads", "Kondisi Jalan dan Jembatan")
        };
        vec![harvest, farmers, houses, part, roads]
    }
}
