namespace EdgeAI.Flash.Tools;

/// <summary>How a tool ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its last lines, both streams in the order of arrival.</param>
internal sealed record ToolResult(int ExitCode, IReadOnlyList<string> Output)
{
    /// <summary>The last line that says something; empty where none did.</summary>
    public string LastLine => Output.LastOrDefault(static line => !string.IsNullOrWhiteSpace(line))?.Trim() ?? "";
}
