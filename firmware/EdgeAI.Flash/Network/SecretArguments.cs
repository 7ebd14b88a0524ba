using System.Text.RegularExpressions;

namespace EdgeAI.Flash.Network;

/// <summary>Finds options that look as if they carried a secret: a command line is kept in the shell's history and shown to every user of the machine.</summary>
internal static partial class SecretArguments
{
    /// <summary>The line that refuses the first such option, without its value; null where there is none.</summary>
    public static string? Refuse(IEnumerable<string> arguments)
    {
        string? found = arguments.Where(static argument => argument.StartsWith('-')).Select(static argument => argument.Split('=', ':')[0]).FirstOrDefault(static name => SecretName().IsMatch(name));
        return found is null ? null : $"{found}: secrets are not taken from the command line, where every user of this machine can read them: set EDGEAI_WIFI_SSID and EDGEAI_WIFI_PASSWORD, or leave both out to be asked";
    }

    // The options that this program has are none of these.
    [GeneratedRegex("ssid|wi-?fi|wpa|pass|pwd|secret|psk|token|credential|key", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();
}
