using System.Text.Json;

namespace EdgeAI.Perception.Sessions.Providers;

/// <summary>Reads OnnxRuntime's profile of a run: which provider ran how many operations.</summary>
internal static class NodePlacements
{
    /// <summary>Counts each operation once, however often it ran; nothing where the text is no such profile.</summary>
    public static IReadOnlyDictionary<string, int> Read(Stream profile)
    {
        HashSet<(string Provider, string Node)> seen = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(profile);
            foreach (JsonElement entry in document.RootElement.EnumerateArray())
            {
                if (entry.TryGetProperty("cat", out JsonElement category) && category.ValueEquals("Node")
                    && entry.TryGetProperty("args", out JsonElement arguments)
                    && arguments.TryGetProperty("provider", out JsonElement provider))
                {
                    string node = arguments.TryGetProperty("node_index", out JsonElement index) ? index.ToString() : "";
                    seen.Add((provider.ToString(), node + entry.GetProperty("name")));
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return new Dictionary<string, int>();
        }

        return seen.CountBy(static entry => entry.Provider).ToDictionary();
    }
}
