namespace EdgeAI.Profiles.Schema;

/// <summary>The JSON types that a schema can ask for.</summary>
internal enum SchemaType
{
    Object,
    Array,
    String,
    Integer,
    Number,
    Boolean,
}
