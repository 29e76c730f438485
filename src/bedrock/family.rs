//! Families of native bodies: the JSON that an `InvokeModel` call takes and returns.
//!
//! A family is recognised by a prefix of the base id (provider and model name), as the public model pages group them.
//! An id without a known prefix has no family; nothing is guessed, and the caller asks the user.

/// The native body format of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Anthropic Claude, Messages format.
    Claude,
    /// Amazon Nova understanding models, `messages-v1`.
    Nova,
    /// Amazon Titan Text.
    TitanText,
    /// Meta Llama 3 and 4, one prompt string.
    Llama,
    /// Mistral instruct models, one prompt string.
    MistralInstruct,
    /// Mistral chat models.
    MistralChat,
    /// Cohere Command R and R+.
    CohereCommandR,
    /// Cohere Command and Command Light (before R), one prompt string.
    CohereCommand,
    /// AI21 Jamba.
    Jamba,
    /// DeepSeek-R1, one prompt string.
    DeepSeekR1,
    /// The `OpenAI` chat shape, which several providers' models take.
    OpenAiChat,
    /// Writer Palmyra.
    Palmyra,
    /// `TwelveLabs` Pegasus: a video in, text out.
    Pegasus,
    /// Amazon Titan Text Embeddings.
    TitanEmbedText,
    /// Amazon Titan Multimodal Embeddings.
    TitanEmbedImage,
    /// Cohere Embed v3.
    CohereEmbedV3,
    /// Cohere Embed v4.
    CohereEmbedV4,
    /// Amazon Nova Multimodal Embeddings.
    NovaEmbed,
    /// `TwelveLabs` Marengo.
    Marengo,
    /// Amazon Nova Canvas.
    NovaCanvas,
    /// Amazon Titan Image Generator.
    TitanImage,
    /// Stability SD3, SD3.5, Stable Image Core and Ultra.
    StabilityImage,
    /// Stability's image services: upscale, inpaint, erase and so on.
    StabilityService,
    /// Stability SDXL 1.0.
    StabilityXl,
    /// Amazon Nova Reel (video, asynchronous).
    NovaReel,
    /// Amazon Nova Sonic (speech, bidirectional).
    NovaSonic,
    /// Cohere Rerank.
    CohereRerank,
    /// Amazon Rerank.
    AmazonRerank,
}

/// The purpose of a family's models.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FamilyKind {
    /// Messages or a prompt in, text out: the families that Converse also serves.
    Text,
    /// Vectors out.
    Embedding,
    /// Images out.
    Image,
    /// Video out.
    Video,
    /// Speech in and out.
    Speech,
    /// Relevance scores out.
    Rerank,
}

/// The shape of a family's native body, for writers, readers and folds.
///
/// A dispatcher matches these few arms instead of every [`Family`]; a new family with a known shape is one row in
/// [`Family::body`] and its dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Body {
    /// Claude's Messages.
    Claude,
    /// Nova's `messages-v1`, which shares Converse's blocks.
    Nova,
    /// Command R's message, history and documents.
    CohereR,
    /// Titan Text's `inputText`.
    TitanText,
    /// One prompt string in the model's template.
    Prompt(PromptDialect),
    /// `OpenAI`'s chat shape.
    Chat(ChatDialect),
    /// Vectors out.
    Embedding(EmbeddingDialect),
    /// Images out.
    Image(ImageDialect),
    /// Relevance scores out.
    Rerank(RerankDialect),
    /// A body that this program cannot write: only a detached request can call such a model.
    Unwritten,
}

/// The template of a prompt string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PromptDialect {
    /// Meta Llama.
    Llama,
    /// Mistral instruct.
    Mistral,
    /// DeepSeek-R1.
    DeepSeekR1,
}

/// The variant of the chat shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChatDialect {
    /// `OpenAI`'s own.
    OpenAi,
    /// Mistral's.
    Mistral,
    /// AI21 Jamba's.
    Jamba,
    /// Writer Palmyra's.
    Palmyra,
}

/// The variant of an embedding body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EmbeddingDialect {
    /// Titan Text Embeddings.
    TitanText,
    /// Titan Multimodal Embeddings.
    TitanImage,
    /// Cohere Embed v3.
    CohereV3,
    /// Cohere Embed v4.
    CohereV4,
    /// Nova Multimodal Embeddings.
    Nova,
    /// `TwelveLabs` Marengo.
    Marengo,
}

/// The variant of an image body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImageDialect {
    /// Nova Canvas.
    NovaCanvas,
    /// Titan Image Generator.
    Titan,
    /// Stable Diffusion 3, Stable Image Core and Ultra.
    Stability,
    /// SDXL 1.0.
    StabilityXl,
}

/// The variant of a rerank body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RerankDialect {
    /// Cohere Rerank.
    Cohere,
    /// Amazon Rerank.
    Amazon,
}

/// Base-id prefixes, most specific first: the first match decides.
const PREFIXES: [(&str, Family); 44] = [
    ("anthropic.claude", Family::Claude),
    ("amazon.nova-canvas", Family::NovaCanvas),
    ("amazon.nova-reel", Family::NovaReel),
    ("amazon.nova-sonic", Family::NovaSonic),
    ("amazon.nova-2-sonic", Family::NovaSonic),
    ("amazon.nova-2-5-sonic", Family::NovaSonic),
    ("amazon.nova-2-multimodal-embeddings", Family::NovaEmbed),
    ("amazon.nova-", Family::Nova),
    ("amazon.titan-embed-image", Family::TitanEmbedImage),
    ("amazon.titan-embed", Family::TitanEmbedText),
    ("amazon.titan-image", Family::TitanImage),
    ("amazon.titan-t", Family::TitanText),
    ("amazon.rerank", Family::AmazonRerank),
    ("meta.llama", Family::Llama),
    ("mistral.mistral-7b", Family::MistralInstruct),
    ("mistral.mixtral", Family::MistralInstruct),
    ("mistral.mistral-large-2402", Family::MistralInstruct),
    ("mistral.mistral-small-2402", Family::MistralInstruct),
    ("mistral.", Family::MistralChat),
    ("cohere.command-r", Family::CohereCommandR),
    ("cohere.command", Family::CohereCommand),
    ("cohere.embed-v4", Family::CohereEmbedV4),
    ("cohere.embed", Family::CohereEmbedV3),
    ("cohere.rerank", Family::CohereRerank),
    ("ai21.jamba", Family::Jamba),
    ("deepseek.r1", Family::DeepSeekR1),
    ("deepseek.", Family::OpenAiChat),
    ("openai.", Family::OpenAiChat),
    ("qwen.", Family::OpenAiChat),
    ("moonshot.", Family::OpenAiChat),
    ("moonshotai.", Family::OpenAiChat),
    ("minimax.", Family::OpenAiChat),
    ("zai.", Family::OpenAiChat),
    ("google.gemma", Family::OpenAiChat),
    ("nvidia.", Family::OpenAiChat),
    ("xai.", Family::OpenAiChat),
    ("writer.", Family::Palmyra),
    ("stability.stable-diffusion-xl", Family::StabilityXl),
    ("stability.sd3", Family::StabilityImage),
    ("stability.stable-image-core", Family::StabilityImage),
    ("stability.stable-image-ultra", Family::StabilityImage),
    ("stability.", Family::StabilityService),
    ("twelvelabs.marengo", Family::Marengo),
    ("twelvelabs.pegasus", Family::Pegasus),
];

/// The families that the user can choose for an unknown id, each with a base id prefix: those whose native body this
/// program writes.
pub const PICKS: [&str; 11] = [
    "anthropic.claude",
    "amazon.nova-",
    "amazon.titan-t",
    "meta.llama",
    "mistral.mistral-7b",
    "mistral.",
    "cohere.command-r",
    "ai21.jamba",
    "deepseek.r1",
    "openai.",
    "writer.",
];

impl Family {
    /// The family of a base id (without profile prefix); `None` if unknown.
    pub fn from_base_id(base_id: &str) -> Option<Self> {
        PREFIXES.iter().find(|(prefix, _)| base_id.starts_with(prefix)).map(|(_, family)| *family)
    }

    /// The family's name for a reader.
    pub fn name(self) -> &'static str {
        match self {
            Self::Claude => "Anthropic Claude Messages",
            Self::Nova => "Amazon Nova",
            Self::TitanText => "Amazon Titan Text",
            Self::Llama => "Meta Llama",
            Self::MistralInstruct => "Mistral instruct",
            Self::MistralChat => "Mistral chat",
            Self::CohereCommandR => "Cohere Command R",
            Self::CohereCommand => "Cohere Command",
            Self::Jamba => "AI21 Jamba",
            Self::DeepSeekR1 => "DeepSeek-R1",
            Self::OpenAiChat => "OpenAI chat",
            Self::Palmyra => "Writer Palmyra",
            Self::Pegasus => "TwelveLabs Pegasus",
            Self::TitanEmbedText => "Titan Text Embeddings",
            Self::TitanEmbedImage => "Titan Multimodal Embeddings",
            Self::CohereEmbedV3 => "Cohere Embed v3",
            Self::CohereEmbedV4 => "Cohere Embed v4",
            Self::NovaEmbed => "Nova Multimodal Embeddings",
            Self::Marengo => "TwelveLabs Marengo",
            Self::NovaCanvas => "Amazon Nova Canvas",
            Self::TitanImage => "Titan Image Generator",
            Self::StabilityImage => "Stability image",
            Self::StabilityService => "Stability image services",
            Self::StabilityXl => "Stability SDXL",
            Self::NovaReel => "Amazon Nova Reel",
            Self::NovaSonic => "Amazon Nova Sonic",
            Self::CohereRerank => "Cohere Rerank",
            Self::AmazonRerank => "Amazon Rerank",
        }
    }

    /// The shape of the family's native body.
    pub fn body(self) -> Body {
        match self {
            Self::Claude => Body::Claude,
            Self::Nova => Body::Nova,
            Self::CohereCommandR => Body::CohereR,
            Self::TitanText => Body::TitanText,
            Self::Llama => Body::Prompt(PromptDialect::Llama),
            Self::MistralInstruct => Body::Prompt(PromptDialect::Mistral),
            Self::DeepSeekR1 => Body::Prompt(PromptDialect::DeepSeekR1),
            Self::OpenAiChat => Body::Chat(ChatDialect::OpenAi),
            Self::MistralChat => Body::Chat(ChatDialect::Mistral),
            Self::Jamba => Body::Chat(ChatDialect::Jamba),
            Self::Palmyra => Body::Chat(ChatDialect::Palmyra),
            Self::TitanEmbedText => Body::Embedding(EmbeddingDialect::TitanText),
            Self::TitanEmbedImage => Body::Embedding(EmbeddingDialect::TitanImage),
            Self::CohereEmbedV3 => Body::Embedding(EmbeddingDialect::CohereV3),
            Self::CohereEmbedV4 => Body::Embedding(EmbeddingDialect::CohereV4),
            Self::NovaEmbed => Body::Embedding(EmbeddingDialect::Nova),
            Self::Marengo => Body::Embedding(EmbeddingDialect::Marengo),
            Self::NovaCanvas => Body::Image(ImageDialect::NovaCanvas),
            Self::TitanImage => Body::Image(ImageDialect::Titan),
            Self::StabilityImage => Body::Image(ImageDialect::Stability),
            Self::StabilityXl => Body::Image(ImageDialect::StabilityXl),
            Self::CohereRerank => Body::Rerank(RerankDialect::Cohere),
            Self::AmazonRerank => Body::Rerank(RerankDialect::Amazon),
            Self::CohereCommand | Self::Pegasus | Self::StabilityService | Self::NovaReel | Self::NovaSonic => {
                Body::Unwritten
            }
        }
    }

    /// The purpose of the family's models.
    pub fn kind(self) -> FamilyKind {
        match self {
            Self::Claude
            | Self::Nova
            | Self::TitanText
            | Self::Llama
            | Self::MistralInstruct
            | Self::MistralChat
            | Self::CohereCommandR
            | Self::CohereCommand
            | Self::Jamba
            | Self::DeepSeekR1
            | Self::OpenAiChat
            | Self::Palmyra
            | Self::Pegasus => FamilyKind::Text,
            Self::TitanEmbedText
            | Self::TitanEmbedImage
            | Self::CohereEmbedV3
            | Self::CohereEmbedV4
            | Self::NovaEmbed
            | Self::Marengo => FamilyKind::Embedding,
            Self::NovaCanvas | Self::TitanImage | Self::StabilityImage | Self::StabilityService | Self::StabilityXl => {
                FamilyKind::Image
            }
            Self::NovaReel => FamilyKind::Video,
            Self::NovaSonic => FamilyKind::Speech,
            Self::CohereRerank | Self::AmazonRerank => FamilyKind::Rerank,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bedrock::model_id::ModelId;

    #[test]
    fn recognises_the_family_behind_ids_profiles_and_arns() {
        for (id, family) in [
            ("anthropic.claude-3-haiku-20240307-v1:0", Some(Family::Claude)),
            ("us.anthropic.claude-haiku-4-5-20251001-v1:0", Some(Family::Claude)),
            ("amazon.nova-2-lite-v1:0", Some(Family::Nova)),
            ("amazon.nova-2-multimodal-embeddings-v1:0", Some(Family::NovaEmbed)),
            ("amazon.nova-2-sonic-v1:0", Some(Family::NovaSonic)),
            ("amazon.nova-micro-v1:0:128k", Some(Family::Nova)),
            ("amazon.titan-text-express-v1", Some(Family::TitanText)),
            ("amazon.titan-tg1-large", Some(Family::TitanText)),
            ("amazon.titan-embed-g1-text-02", Some(Family::TitanEmbedText)),
            ("amazon.titan-embed-image-v1", Some(Family::TitanEmbedImage)),
            ("meta.llama4-scout-17b-instruct-v1:0", Some(Family::Llama)),
            ("mistral.mistral-7b-instruct-v0:2", Some(Family::MistralInstruct)),
            ("mistral.mistral-large-2407-v1:0", Some(Family::MistralChat)),
            ("us.mistral.pixtral-large-2502-v1:0", Some(Family::MistralChat)),
            ("cohere.command-r-plus-v1:0", Some(Family::CohereCommandR)),
            ("cohere.command-text-v14", Some(Family::CohereCommand)),
            ("cohere.embed-english-v3", Some(Family::CohereEmbedV3)),
            ("global.cohere.embed-v4:0", Some(Family::CohereEmbedV4)),
            ("us.deepseek.r1-v1:0", Some(Family::DeepSeekR1)),
            ("deepseek.v3-v1:0", Some(Family::OpenAiChat)),
            ("qwen.qwen3-32b-v1:0", Some(Family::OpenAiChat)),
            ("writer.palmyra-x5-v1:0", Some(Family::Palmyra)),
            ("us.stability.stable-image-inpaint-v1:0", Some(Family::StabilityService)),
            ("stability.stable-image-core-v1:1", Some(Family::StabilityImage)),
            ("twelvelabs.pegasus-1-2-v1:0", Some(Family::Pegasus)),
            ("arn:aws:bedrock:us-east-1::foundation-model/ai21.jamba-1-5-mini-v1:0", Some(Family::Jamba)),
            ("arn:aws:bedrock:us-east-1:123456789012:inference-profile/eu.amazon.nova-pro-v1:0", Some(Family::Nova)),
            ("arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef", None),
            ("ai21.j2-ultra-v1", None),
            ("my-own-thing", None),
        ] {
            assert_eq!(ModelId::parse(id).unwrap().family(), family, "{id}");
        }
    }
}
