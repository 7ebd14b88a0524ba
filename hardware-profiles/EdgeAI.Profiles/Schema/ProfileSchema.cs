using System.Text.Json;

namespace EdgeAI.Profiles.Schema;

/// <summary>The profile's schema, from the copy of <c>profile.schema.json</c> inside this assembly.</summary>
internal static class ProfileSchema
{
    /// <summary>The name of the copy inside this assembly.</summary>
    public const string ResourceName = "profile.schema.json";

    private static readonly Lazy<SchemaNode> Loaded = new(Load);

    /// <summary>The schema of a whole profile.</summary>
    public static SchemaNode Root => Loaded.Value;

    private static SchemaNode Load()
    {
        using Stream stream = typeof(ProfileSchema).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"{ResourceName} is not inside the assembly: the project file embeds it");
        using JsonDocument document = JsonDocument.Parse(stream);
        return new SchemaReader(document.RootElement).Read(document.RootElement);
    }
}
