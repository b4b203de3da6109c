//! The container in which server tools ran code.

use super::{record::response, shared_words::SkillType};

response! {
    /// The container in which server tools ran code. Its id in a later request uses it again, files and all.
    pub struct Container {
        required {
            /// The container's id.
            id: String,
        }
        defaulted {
            /// When it goes away, as RFC 3339.
            expires_at: String,
        }
        nullable {
            /// The skills that were loaded into it.
            skills: Vec<ContainerSkill>,
        }
    }

    /// A skill that was loaded into a container.
    pub struct ContainerSkill {
        required {
            /// Who made the skill.
            r#type: SkillType,
            /// The skill's id.
            skill_id: String,
            /// The version that was loaded; never `latest`, but what that stood for.
            version: String,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::types::round_trip::{kept, known};

    #[test]
    fn a_container_is_known_with_and_without_skills() {
        let skill = json!({"type": "anthropic", "skill_id": "pdf", "version": "20260801"});
        let container = json!({"id": "container_1", "expires_at": "2026-11-20T08:00:00Z", "skills": [skill]});
        assert_eq!(known::<Container>(&container).skills.unwrap()[0].r#type, SkillType::Anthropic);
        known::<Container>(&json!({"id": "container_1", "expires_at": "2026-11-20T08:00:00Z", "skills": null}));
        kept::<Container>(
            &json!({"id": "container_1", "expires_at": "soon", "skills": [{"type": "borrowed"}], "colour": 3}),
        );
    }
}
