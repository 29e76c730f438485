//! The simulator, asked as AWS would be asked.

mod answers;
mod bodies;
mod break_it;
mod built_in;
mod conversation_rules;
mod embeddings;
mod families;
mod guards;
mod images;
mod model_rules;
mod native_tools;
mod signature;
mod surface;
mod tools;
mod twins;
