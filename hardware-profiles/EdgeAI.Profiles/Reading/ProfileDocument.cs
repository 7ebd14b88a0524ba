using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgeAI.Profiles.Schema;

namespace EdgeAI.Profiles.Reading;

/// <summary>The way from a file's bytes to a document of the right shape, and from a document without mistakes to a record.</summary>
internal static class ProfileDocument
{
    /// <summary>Reads a document and checks its shape.</summary>
    /// <returns>The document, with or without mistakes; null where it cannot be read to its end.</returns>
    public static SourceNode? Read(byte[] bytes, string file, SchemaNode schema, ProblemList problems)
    {
        SourceText source = new(bytes, file);
        SourceNode? document = new SourceReader(source, problems).Read();
        if (document is not null)
        {
            schema.Check(document, problems);
        }

        return document;
    }

    /// <summary>Makes a record of a document in which nothing is wrong, with the schema's defaults for what it leaves out.</summary>
    public static T? Bind<T>(SourceNode document, SchemaNode schema, JsonTypeInfo<T> type, ProblemList problems)
        where T : class
    {
        using MemoryStream complete = new();
        using (Utf8JsonWriter writer = new(complete))
        {
            schema.WriteWithDefaults(document, writer);
        }

        try
        {
            return JsonSerializer.Deserialize(complete.GetBuffer().AsSpan(0, (int)complete.Length), type);
        }
        catch (JsonException error)
        {
            // Schema and records disagree: a defect of this build that a test rules out; still no reason to end a robot's start with a stack trace.
            problems.Add(document, $"this build cannot hold the profile ({Shown.Quoted(error.Message)}); report it with the file");
            return null;
        }
    }
}
