//! The body of each embedding model: settings, dimensions, limits, and how many inputs a call takes.
//!
//! Sources: the Bedrock user guide's pages `model-parameters-titan-embed-text`, `-titan-embed-mm`, `-embed-v3`,
//! `-embed-v4`, `-marengo` and `-marengo-3`, and the Nova user guide's page on the embeddings request, as of 2026-11.
//! Limits that these pages do not state are not in the table.

use crate::bedrock::family::Family;
use crate::bedrock::form::{Field, Kind, Unset};
use crate::bedrock::model_id::ModelId;
use crate::bedrock::picture_check::TITAN_EMBEDDING_SIDE;

/// A body format of an embedding model. A [`Family`] has two if its versions differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Titan Embeddings G1 Text: one text, without settings.
    TitanTextV1,
    /// Titan Text Embeddings V2.
    TitanTextV2,
    /// Titan Multimodal Embeddings G1: a text, a picture, or both in one vector.
    TitanMultimodal,
    /// Cohere Embed v3.
    CohereV3,
    /// Cohere Embed v4.
    CohereV4,
    /// Amazon Nova Multimodal Embeddings.
    Nova,
    /// `TwelveLabs` Marengo 2.7.
    Marengo27,
    /// `TwelveLabs` Marengo 3.0.
    Marengo30,
}

/// The limits of one call and of one input. `None` if the pages state none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Maximum of texts in one call.
    pub texts_per_call: usize,
    /// Maximum of pictures in one call; 0 if the model accepts none.
    pub pictures_per_call: usize,
    /// Whether one input may combine a text and a picture.
    pub together: bool,
    /// Maximum of characters in a text.
    pub most_chars: Option<usize>,
    /// Tokens of one text.
    pub most_tokens: Option<usize>,
    /// Maximum of bytes in a picture.
    pub most_picture_bytes: Option<usize>,
    /// Maximum of pixels on a side of a picture.
    pub most_picture_side: Option<u32>,
}

const ONE_TEXT: Limits = Limits {
    texts_per_call: 1,
    pictures_per_call: 0,
    together: false,
    most_chars: None,
    most_tokens: None,
    most_picture_bytes: None,
    most_picture_side: None,
};

const COHERE_INPUT_TYPE: Field = Field {
    pointer: "/input_type",
    label: "Input type",
    kind: Kind::Word(&["search_document", "search_query", "classification", "clustering"]),
    unset: Unset::Sent("\"search_document\""),
    note: "search_document for stored texts, search_query for queries; the vectors differ",
};

const COHERE_TYPES: Field = Field {
    pointer: "/embedding_types",
    label: "Embedding types",
    kind: Kind::Words(&["float", "int8", "uint8", "binary", "ubinary"]),
    unset: Unset::Left,
    note: "If set, the answer has one list per type; otherwise plain lists of numbers",
};

const TITAN_TEXT_V2: [Field; 3] = [
    Field {
        pointer: "/dimensions",
        label: "Dimensions",
        kind: Kind::Number(&[256, 512, 1024]),
        unset: Unset::Assumed("1024"),
        note: "Length of the vector",
    },
    Field {
        pointer: "/normalize",
        label: "Normalize",
        kind: Kind::Switch,
        unset: Unset::Assumed("true"),
        note: "Scales the vector to length 1, so that the dot product is the cosine",
    },
    Field {
        pointer: "/embeddingTypes",
        label: "Embedding types",
        kind: Kind::Words(&["float", "binary"]),
        unset: Unset::Assumed("[\"float\"]"),
        note: "binary keeps one bit per dimension",
    },
];

const TITAN_MULTIMODAL: [Field; 1] = [Field {
    pointer: "/embeddingConfig/outputEmbeddingLength",
    label: "Output embedding length",
    kind: Kind::Number(&[256, 384, 1024]),
    unset: Unset::Assumed("1024"),
    note: "Length of the vector",
}];

const COHERE_V3: [Field; 3] = [
    COHERE_INPUT_TYPE,
    Field {
        pointer: "/truncate",
        label: "Truncate",
        kind: Kind::Word(&["NONE", "START", "END"]),
        unset: Unset::Assumed("\"NONE\""),
        note: "Which end of a too long text is cut. NONE refuses it. Embed v4 uses LEFT and RIGHT instead",
    },
    COHERE_TYPES,
];

const COHERE_V4: [Field; 5] = [
    COHERE_INPUT_TYPE,
    Field {
        pointer: "/output_dimension",
        label: "Output dimension",
        kind: Kind::Number(&[256, 512, 1024, 1536]),
        unset: Unset::Assumed("1536"),
        note: "Length of the vector",
    },
    Field {
        pointer: "/truncate",
        label: "Truncate",
        kind: Kind::Word(&["NONE", "LEFT", "RIGHT"]),
        unset: Unset::Left,
        note: "Which end of a too long text is cut. NONE refuses it. Embed v3 uses START and END instead",
    },
    Field {
        pointer: "/max_tokens",
        label: "Max tokens",
        kind: Kind::Whole { least: 1, most: 128_000, step: 1 },
        unset: Unset::Left,
        note: "Longer inputs are cut, in tokens",
    },
    COHERE_TYPES,
];

const NOVA: [Field; 4] = [
    Field {
        pointer: "/singleEmbeddingParams/embeddingPurpose",
        label: "Embedding purpose",
        kind: Kind::Word(&[
            "GENERIC_INDEX",
            "GENERIC_RETRIEVAL",
            "TEXT_RETRIEVAL",
            "IMAGE_RETRIEVAL",
            "VIDEO_RETRIEVAL",
            "DOCUMENT_RETRIEVAL",
            "AUDIO_RETRIEVAL",
            "CLASSIFICATION",
            "CLUSTERING",
        ]),
        unset: Unset::Sent("\"GENERIC_INDEX\""),
        note: "GENERIC_INDEX for stored content, one of the RETRIEVAL values for queries",
    },
    Field {
        pointer: "/singleEmbeddingParams/embeddingDimension",
        label: "Embedding dimension",
        kind: Kind::Number(&[256, 384, 1024, 3072]),
        unset: Unset::Assumed("3072"),
        note: "Length of the vector",
    },
    Field {
        pointer: "/singleEmbeddingParams/text/truncationMode",
        label: "Truncation mode",
        kind: Kind::Word(&["START", "END", "NONE"]),
        unset: Unset::Sent("\"END\""),
        note: "Which end of a too long text is cut. NONE refuses it",
    },
    Field {
        pointer: "/singleEmbeddingParams/image/detailLevel",
        label: "Detail level",
        kind: Kind::Word(&["STANDARD_IMAGE", "DOCUMENT_IMAGE"]),
        unset: Unset::Left,
        note: "For pictures only",
    },
];

const MARENGO_27: [Field; 1] = [Field {
    pointer: "/textTruncate",
    label: "Text truncate",
    kind: Kind::Word(&["end", "none"]),
    unset: Unset::Left,
    note: "For texts only: whether to cut the end of a too long text",
}];

impl Format {
    /// All formats.
    pub const ALL: [Self; 8] = [
        Self::TitanTextV2,
        Self::TitanTextV1,
        Self::TitanMultimodal,
        Self::CohereV3,
        Self::CohereV4,
        Self::Nova,
        Self::Marengo27,
        Self::Marengo30,
    ];

    /// The format of a model; `None` for unknown models and those that do not embed.
    pub fn for_model(model: &ModelId) -> Option<Self> {
        Self::from_base_id(model.base_id()?)
    }

    /// The format of a base id.
    pub fn from_base_id(base: &str) -> Option<Self> {
        match Family::from_base_id(base)? {
            Family::TitanEmbedText if base.starts_with("amazon.titan-embed-text-v2") => Some(Self::TitanTextV2),
            Family::TitanEmbedText => Some(Self::TitanTextV1),
            Family::TitanEmbedImage => Some(Self::TitanMultimodal),
            Family::CohereEmbedV3 => Some(Self::CohereV3),
            Family::CohereEmbedV4 => Some(Self::CohereV4),
            Family::NovaEmbed => Some(Self::Nova),
            Family::Marengo if base.contains("embed-2-") => Some(Self::Marengo27),
            Family::Marengo => Some(Self::Marengo30),
            _ => None,
        }
    }

    /// The family of the format.
    pub fn family(self) -> Family {
        match self {
            Self::TitanTextV1 | Self::TitanTextV2 => Family::TitanEmbedText,
            Self::TitanMultimodal => Family::TitanEmbedImage,
            Self::CohereV3 => Family::CohereEmbedV3,
            Self::CohereV4 => Family::CohereEmbedV4,
            Self::Nova => Family::NovaEmbed,
            Self::Marengo27 | Self::Marengo30 => Family::Marengo,
        }
    }

    /// The settings of its form.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::TitanTextV1 | Self::Marengo30 => &[],
            Self::TitanTextV2 => &TITAN_TEXT_V2,
            Self::TitanMultimodal => &TITAN_MULTIMODAL,
            Self::CohereV3 => &COHERE_V3,
            Self::CohereV4 => &COHERE_V4,
            Self::Nova => &NOVA,
            Self::Marengo27 => &MARENGO_27,
        }
    }

    /// The field that sets the length of a vector; `None` if the model has only one length.
    pub fn dimension_field(self) -> Option<&'static Field> {
        let pointer = match self {
            Self::TitanTextV2 => "/dimensions",
            Self::TitanMultimodal => "/embeddingConfig/outputEmbeddingLength",
            Self::CohereV4 => "/output_dimension",
            Self::Nova => "/singleEmbeddingParams/embeddingDimension",
            Self::TitanTextV1 | Self::CohereV3 | Self::Marengo27 | Self::Marengo30 => return None,
        };
        self.fields().iter().find(|field| field.pointer == pointer)
    }

    /// The field that states the purpose of a vector, with its values for documents and for queries; `None` if the
    /// format does not distinguish them.
    pub fn purpose(self) -> Option<(&'static Field, Purpose)> {
        let (pointer, purpose) = match self {
            Self::CohereV3 | Self::CohereV4 => {
                ("/input_type", Purpose { document: "search_document", query: "search_query" })
            }
            Self::Nova => (
                "/singleEmbeddingParams/embeddingPurpose",
                Purpose { document: "GENERIC_INDEX", query: "GENERIC_RETRIEVAL" },
            ),
            Self::TitanTextV1 | Self::TitanTextV2 | Self::TitanMultimodal | Self::Marengo27 | Self::Marengo30 => {
                return None;
            }
        };
        Some((self.fields().iter().find(|field| field.pointer == pointer)?, purpose))
    }

    /// The possible lengths of a vector, shortest first.
    pub fn dimensions(self) -> &'static [u64] {
        match self {
            Self::TitanTextV1 => &[1536],
            Self::CohereV3 | Self::Marengo27 => &[1024],
            Self::Marengo30 => &[512],
            Self::TitanTextV2 | Self::TitanMultimodal | Self::CohereV4 | Self::Nova => {
                match self.dimension_field().map(|field| field.kind) {
                    Some(Kind::Number(numbers)) => numbers,
                    _ => &[],
                }
            }
        }
    }

    /// The limits of one call and of one input.
    pub fn limits(self) -> Limits {
        const PICTURE_5_MB: Option<usize> = Some(5_000_000);
        let one_picture = Limits { pictures_per_call: 1, ..ONE_TEXT };
        match self {
            // <https://docs.aws.amazon.com/bedrock/latest/userguide/titan-embedding-models.html>, 30 November 2026
            Self::TitanTextV1 | Self::TitanTextV2 => {
                Limits { most_chars: Some(50_000), most_tokens: Some(8_192), ..ONE_TEXT }
            }
            Self::TitanMultimodal => {
                Limits { together: true, most_picture_side: Some(TITAN_EMBEDDING_SIDE), ..one_picture }
            }
            Self::Marengo30 => Limits { together: true, ..one_picture },
            Self::CohereV3 => {
                Limits { texts_per_call: 96, most_chars: Some(2_048), most_picture_bytes: PICTURE_5_MB, ..one_picture }
            }
            Self::CohereV4 => Limits {
                texts_per_call: 96,
                pictures_per_call: 96,
                together: true,
                most_chars: None,
                most_tokens: None,
                most_picture_bytes: PICTURE_5_MB,
                most_picture_side: None,
            },
            Self::Nova => Limits { most_chars: Some(8_192), ..one_picture },
            Self::Marengo27 => one_picture,
        }
    }
}

/// The values of a purpose field for a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purpose {
    /// For stored texts.
    pub document: &'static str,
    /// For queries.
    pub query: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bedrock::catalogue::{self, Modality};
    use crate::bedrock::family::FamilyKind;

    #[test]
    fn every_embedding_model_of_the_catalogue_has_a_format_of_its_family() {
        let mut seen = Vec::new();
        for model in catalogue::models() {
            let format = Format::from_base_id(model.id);
            let embeds = model.output.contains(&Modality::Embedding);
            assert_eq!(format.is_some(), embeds, "{}", model.id);
            let Some(format) = format else { continue };
            assert_eq!(Some(format.family()), model.family(), "{}", model.id);
            assert_eq!(format.family().kind(), FamilyKind::Embedding);
            assert_eq!(format.limits().pictures_per_call > 0, model.input.contains(&Modality::Image), "{}", model.id);
            seen.push(format);
        }
        assert!(Format::ALL.iter().all(|format| seen.contains(format)));
    }

    #[test]
    fn each_form_is_sound() {
        for format in Format::ALL {
            let fields = format.fields();
            for (place, field) in fields.iter().enumerate() {
                assert!(fields.iter().skip(place + 1).all(|other| other.pointer != field.pointer));
                if let Some(value) = field.default_value() {
                    assert_eq!(field.check(&value), Ok(()), "{}", field.pointer);
                }
            }
            if let Some(field) = format.dimension_field() {
                let default = field.default_value().and_then(|value| value.as_u64());
                assert!(default.is_some_and(|default| format.dimensions().contains(&default)), "{format:?}");
            }
            if let Some((field, purpose)) = format.purpose() {
                let Kind::Word(words) = field.kind else { panic!("{format:?}") };
                assert!(words.contains(&purpose.document) && words.contains(&purpose.query));
            }
        }
    }

    #[test]
    fn versions_of_one_family_are_told_apart() {
        for (id, format) in [
            ("amazon.titan-embed-g1-text-02", Some(Format::TitanTextV1)),
            ("amazon.titan-embed-text-v1", Some(Format::TitanTextV1)),
            ("amazon.titan-embed-text-v2:0", Some(Format::TitanTextV2)),
            ("us.twelvelabs.marengo-embed-2-7-v1:0", Some(Format::Marengo27)),
            ("us.twelvelabs.marengo-embed-3-0-v1:0", Some(Format::Marengo30)),
            ("global.cohere.embed-v4:0", Some(Format::CohereV4)),
            ("amazon.nova-lite-v1:0", None),
            ("arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef", None),
        ] {
            assert_eq!(Format::for_model(&ModelId::parse(id).unwrap()), format, "{id}");
        }
    }
}
