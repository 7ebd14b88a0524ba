namespace EdgeAI.Perception.Sessions;

/// <summary>OnnxRuntime's messages as part of one line to a person.</summary>
internal static class OnnxRuntimeText
{
    private const int MaxLength = 300;

    /// <summary>The first line, without its full stop.</summary>
    public static string FirstLine(Exception error)
    {
        string line = error.Message.Split('\n')[0].TrimEnd('.', '\r', ' ');
        return line.Length <= MaxLength ? line : line[..MaxLength] + "...";
    }
}
