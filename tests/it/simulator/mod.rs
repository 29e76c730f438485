//! The simulator, asked as AWS would be asked.

mod agents;
mod answers;
mod bodies;
mod break_it;
mod built_in;
mod conversation_rules;
mod counts;
mod embeddings;
mod families;
mod guards;
mod images;
mod model_rules;
mod native_tools;
mod schemas;
mod signature;
mod surface;
mod tools;
mod twins;
