namespace EdgeAI.Flash.Plans;

/// <summary>A command line: what is printed is what is run.</summary>
/// <param name="Program">The tool's name, found on the path.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record ToolCommand(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>The command as one types it into a shell.</summary>
    public override string ToString() => string.Join(' ', [Program, .. Arguments.Select(Quote)]);

    private static string Quote(string argument) =>
        argument.Length > 0 && argument.All(static letter => char.IsAsciiLetterOrDigit(letter) || "-_./:=,+@%\\".Contains(letter, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
