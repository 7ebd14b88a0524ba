namespace EdgeAI.Gateway.Downlink;

/// <summary>One line of what may be commanded; each part is an exact id, <c>*</c>, or a beginning with <c>*</c>.</summary>
/// <param name="Issuer">Who may send.</param>
/// <param name="Command">Which commands.</param>
/// <param name="Target">To which robots, or to the gateway.</param>
public sealed record CommandPermission(string Issuer, string Command, string Target)
{
    /// <summary>Whether the line permits a command.</summary>
    public bool Permits(string issuer, string command, string target) => Matches(Issuer, issuer) && Matches(Command, command) && Matches(Target, target);

    private static bool Matches(string pattern, string text)
        => pattern.EndsWith('*') ? text.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) : pattern == text;
}
