using System.Text.RegularExpressions;

namespace EdgeAI.Profiles.Schema;

/// <summary>Knows the names under which people write secrets, and where those go: never into a profile, which is kept and shared.</summary>
internal static partial class Secrets
{
    /// <summary>What is said of such a property.</summary>
    public const string Mend = "looks like a network's name or a secret, and a profile is kept in version control; remove it: the flashing tool asks for it or takes it from the environment, and the board's own network store keeps it";

    /// <summary>Whether a property's name promises a secret or the name of a network.</summary>
    public static bool LooksLikeOne(string name) => SecretName().IsMatch(name);

    [GeneratedRegex("ssid|wi-?fi|passw|passphrase|secret|psk|token|credential|api-?key|private-?key|user-?name", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();
}
